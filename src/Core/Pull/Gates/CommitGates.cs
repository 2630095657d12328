using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Pull.Gates;

/// <summary>Several gates, one after the other.</summary>
internal sealed class CommitGates(IReadOnlyList<ICommitGate> gates) : ICommitGate
{
    /// <summary>The gates of a pull: those that are given, bindings, and times.</summary>
    /// <param name="target">The repository that is pulled into.</param>
    /// <param name="options">What the pull asks for.</param>
    /// <param name="given">Gates that come first.</param>
    /// <param name="before">What each ref names now.</param>
    /// <param name="collectionId">The collection of the source; null when none is known.</param>
    internal static CommitGates Of(OstreeRepository target, PullOptions options, IReadOnlyList<ICommitGate> given, Dictionary<RefAddress, Checksum?> before, string? collectionId)
    {
        var all = new List<ICommitGate>(given);
        if (!options.DisableVerifyBindings)
            all.Add(new BindingGate(collectionId));
        if (options.TimestampCheck || options.TimestampCheckFrom is not null)
            all.Add(new TimestampGate(target, options.TimestampCheck ? wanted => before[options.AddressOf(wanted)] : null, options.TimestampCheckFrom));
        return new CommitGates(all);
    }

    public void Admit(in Checksum checksum, Commit commit, ReadOnlyMemory<byte> bytes, Variant? detached, PullRef? wanted)
    {
        foreach (ICommitGate gate in gates)
            gate.Admit(checksum, commit, bytes, detached, wanted);
    }
}
