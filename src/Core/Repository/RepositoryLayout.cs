namespace OstreePS.Core.Repository;

/// <summary>
/// The names within a repository:
/// <code>
/// config        the key file                    state/        COMMIT.commitpartial: what is known to be incomplete
/// objects/      XX/YYYY….type                   tmp/          staging-BOOTID-XXXXXX, caches, whatever expires
/// refs/heads/   local refs                      .lock         shared by writers, exclusive for who deletes
/// refs/mirrors/ COLLECTION/ref                  extensions/   other programs' own
/// refs/remotes/ REMOTE/ref                      uncompressed-objects-cache/
/// </code>
/// </summary>
internal static class RepositoryLayout
{
    internal const string Config = "config";
    internal const string Objects = "objects";
    internal const string Temporary = "tmp";
    internal const string State = "state";
    internal const string Lock = ".lock";
    internal const string Heads = "refs/heads";
    internal const string Mirrors = "refs/mirrors";
    internal const string Remotes = "refs/remotes";
    internal const string UncompressedCache = "uncompressed-objects-cache";
    internal const string StagingPrefix = "staging-";
    internal const string Cache = "cache";
    internal const string Deltas = "deltas";
    internal const string DeltaIndexes = "delta-indexes";
    internal const string SummaryCache = "tmp/cache/summaries";
    internal const string PartialSuffix = ".commitpartial";
    internal const uint DirectoryMode = 0x1FD;
    internal const uint LockMode = 0x1B0;

    /// <summary>What a new repository gets, in this order; <c>objects</c> last, for its presence says that all is there.</summary>
    internal static readonly string[] Directories = [Temporary, "extensions", State, "refs", Heads, Mirrors, Remotes, Objects];

    internal static string PartialMark(in Core.Objects.Checksum commit) => $"{State}/{commit}{PartialSuffix}";
}
