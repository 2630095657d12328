using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Times of commits, where a calendar has them.</summary>
internal static class CommitTimes
{
    /// <summary>The time of a commit that is in the repository; null when it is not there.</summary>
    internal static DateTimeOffset? Here(OstreeRepository repository, in Checksum commit)
        => repository.Objects.TryLoadCommit(commit) is { } known ? Of(known) : null;

    /// <summary>The time of a commit; null for one beyond the calendar.</summary>
    internal static DateTimeOffset? Of(Commit commit)
        => commit.Timestamp <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds((long)commit.Timestamp) : null;
}
