namespace OstreePS.Core.Summaries;

/// <summary>Keys of a summary's metadata, and of that of its refs; upstream's <c>ostree-repo-private.h</c>.</summary>
internal static class SummaryKeys
{
    internal const string StaticDeltas = "ostree.static-deltas";
    internal const string LastModified = "ostree.summary.last-modified";
    internal const string Expires = "ostree.summary.expires";
    internal const string Mode = "ostree.summary.mode";
    internal const string TombstoneCommits = "ostree.summary.tombstone-commits";
    internal const string IndexedDeltas = "ostree.summary.indexed-deltas";
    internal const string CollectionId = "ostree.summary.collection-id";
    internal const string CollectionMap = "ostree.summary.collection-map";
    internal const string CommitTimestamp = "ostree.commit.timestamp";
    internal const string CommitVersion = "ostree.commit.version";
}
