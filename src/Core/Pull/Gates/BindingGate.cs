using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Gates;

/// <summary>Refuses a commit that was made for another ref, or for another collection, than the one it is offered under.</summary>
/// <param name="collectionId">The collection of the source; null when none is known.</param>
internal sealed class BindingGate(string? collectionId) : ICommitGate
{
    public void Admit(in Checksum checksum, Commit commit, ReadOnlyMemory<byte> bytes, Variant? detached, PullRef? wanted)
    {
        if (wanted is not null && Bindings.RefsOf(commit) is { } refs && !refs.Contains(wanted.Name, StringComparer.Ordinal))
        {
            string bound = refs.Count == 0 ? "no ref" : string.Join(", ", refs);
            throw Mismatch(checksum, $"was asked for as '{wanted.Name}', but is bound to {bound}");
        }

        string? expected = wanted?.CollectionId ?? collectionId;
        if (expected is null)
            return;
        string? actual = Bindings.CollectionOf(commit);
        if (!string.Equals(actual, expected, StringComparison.Ordinal))
            throw Mismatch(checksum, $"should belong to the collection '{expected}', but is bound to {(actual is null ? "none" : $"'{actual}'")}");
    }

    private static OstreeException Mismatch(in Checksum checksum, string what) => new(
        OstreeFault.BindingMismatch,
        $"The commit {checksum} {what}.",
        checksum.ToString(),
        "Someone may offer one ref's commit as another's. If it is meant, pull with -DisableVerifyBindings.");
}
