using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull;

/// <summary>Several gates, one after the other.</summary>
internal sealed class CommitGates(IReadOnlyList<ICommitGate> gates) : ICommitGate
{
    public void Admit(in Checksum checksum, Commit commit, ReadOnlyMemory<byte> bytes, Variant? detached, PullRef? wanted)
    {
        foreach (ICommitGate gate in gates)
            gate.Admit(checksum, commit, bytes, detached, wanted);
    }
}
