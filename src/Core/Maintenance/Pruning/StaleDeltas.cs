using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>
/// Static deltas, and their indexes, by the commit that they lead to:
/// <code>
/// deltas/XX/YYYY…            to a commit from nothing     deltas/XX/YYYY…-ZZZZ…   from the first commit to the second
/// delta-indexes/XX/YYYY….index
/// </code>
/// The names are checksums in base64, the first two characters being a directory of their own.
/// </summary>
internal static class StaleDeltas
{
    private const string Superblock = "superblock";
    private const string IndexSuffix = ".index";

    /// <summary>The paths, relative to the repository, of what leads to commits that someone chooses.</summary>
    internal static List<string> Find(OstreeRepository repository, Func<Checksum, bool> isStale)
    {
        var found = new List<string>();
        Collect(repository, RepositoryLayout.Deltas, found, (folder, name) =>
            folder.TryStat($"{name}/{Superblock}", out _) is not null && TargetOfDelta(folder, name) is { } to && isStale(to));
        Collect(repository, RepositoryLayout.DeltaIndexes, found, (folder, name) =>
            name.EndsWith(IndexSuffix, StringComparison.Ordinal) && TryParse(LeafOf(folder) + name[..^IndexSuffix.Length]) is { } to && isStale(to));
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Collect(OstreeRepository repository, string area, List<string> found, Func<DirectoryHandle, string, bool> matches)
    {
        using DirectoryHandle? top = repository.Root.TryOpenDirectory(area, out int errno);
        if (top is null)
        {
            if (errno != Errno.NoEntry)
                Errno.Throw(errno, "open directory", repository.Root.Child(area));
            return;
        }

        foreach (DirectoryEntry prefix in top.List())
        {
            if (top.TryStat(prefix.Name, out _) is not { IsDirectory: true })
                continue;
            using DirectoryHandle folder = top.OpenDirectory(prefix.Name);
            found.AddRange(folder.List().Where(entry => matches(folder, entry.Name)).Select(entry => $"{area}/{prefix.Name}/{entry.Name}"));
        }
    }

    private static Checksum? TargetOfDelta(DirectoryHandle folder, string name)
    {
        string full = LeafOf(folder) + name;
        int dash = full.IndexOf('-', StringComparison.Ordinal);
        return TryParse(full[(dash + 1)..]);
    }

    private static string LeafOf(DirectoryHandle folder) => folder.Path[(folder.Path.LastIndexOf('/') + 1)..];

    private static Checksum? TryParse(string name)
    {
        try
        {
            return Checksum.ParseBase64(name);
        }
        catch (OstreeException)
        {
            // Whatever lies there is no delta, and not ours to remove.
            return null;
        }
    }
}
