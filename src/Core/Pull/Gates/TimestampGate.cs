using System.Globalization;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Gates;

/// <summary>Refuses to go back: a commit that is older than the one it would replace, or than a given one. The same time may pass.</summary>
/// <param name="target">The repository that is pulled into.</param>
/// <param name="current">Tells the commit that a ref has now; null for one that is new. Null when present refs do not matter.</param>
/// <param name="least">A commit that none may be older than; null for none.</param>
internal sealed class TimestampGate(OstreeRepository target, Func<PullRef, Checksum?>? current, Checksum? least) : ICommitGate
{
    public void Admit(in Checksum checksum, Commit commit, ReadOnlyMemory<byte> bytes, Variant? detached, PullRef? wanted)
    {
        if (wanted is not null && current?.Invoke(wanted) is { } present)
            RequireNotOlder(present, checksum, commit);
        if (least is { } given)
            RequireNotOlder(given, checksum, commit);
    }

    private void RequireNotOlder(Checksum reference, in Checksum checksum, Commit commit)
    {
        ulong before = target.Objects.LoadCommit(reference).Timestamp;
        if (commit.Timestamp >= before)
            return;
        throw new OstreeException(
            OstreeFault.CommitTooOld,
            $"Upgrade target revision '{checksum}' with timestamp '{Text(commit.Timestamp)}' is chronologically older than current revision '{reference}' with timestamp '{Text(before)}'.",
            checksum.ToString(),
            "An old build may be offered as a new one. If going back is meant, pull without the timestamp check.");
    }

    private static string Text(ulong seconds) => CommitTimestamp.TryRead(seconds, out DateTimeOffset time)
        ? time.ToString("ddd MMM dd HH:mm:ss yyyy", CultureInfo.InvariantCulture)
        : seconds.ToString(CultureInfo.InvariantCulture);
}
