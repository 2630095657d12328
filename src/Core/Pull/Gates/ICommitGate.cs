using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Gates;

/// <summary>Decides whether a commit may come in. Asked for each commit before it is stored, and before its tree is fetched.</summary>
internal interface ICommitGate
{
    /// <summary>Throws when it may not.</summary>
    /// <param name="checksum">Its checksum.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="detached">Its detached metadata, where signatures are; null for none.</param>
    /// <param name="wanted">The ref that asked for it; null when none did.</param>
    /// <exception cref="OstreeException">Says why it may not.</exception>
    void Admit(in Checksum checksum, Commit commit, ReadOnlyMemory<byte> bytes, Variant? detached, PullRef? wanted);
}
