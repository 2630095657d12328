using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>What lies in a directory of objects, one of its 256 parts at a time.</summary>
internal static class ObjectListing
{
    private const string CommitSuffix = ".commit";

    /// <summary>The names in one part, with their types as far as the file system tells them.</summary>
    internal static IReadOnlyList<DirectoryEntry> List(ObjectDirectory objects, int index)
    {
        string prefix = ObjectLayout.PrefixOf(index);
        using DirectoryHandle? folder = objects.Handle.TryOpenDirectory(prefix, out int errno);
        if (folder is not null)
            return folder.List();
        return errno == Errno.NoEntry ? [] : throw Errno.Fault(errno, "open directory", objects.Handle.Child(prefix));
    }

    /// <summary>The objects in one part.</summary>
    internal static IEnumerable<ObjectName> Objects(ObjectDirectory objects, int index)
    {
        string prefix = ObjectLayout.PrefixOf(index);
        foreach (DirectoryEntry entry in List(objects, index))
        {
            if (ObjectLayout.Parse(prefix, entry.Name, objects.Mode) is { } name)
                yield return name;
        }
    }

    /// <summary>All commits, in order of their checksums.</summary>
    internal static List<Checksum> Commits(ObjectDirectory objects)
    {
        var commits = new List<Checksum>();
        for (int index = 0; index < ObjectLayout.PrefixCount; index++)
        {
            string prefix = ObjectLayout.PrefixOf(index);
            foreach (DirectoryEntry entry in List(objects, index))
            {
                if (entry.Name.EndsWith(CommitSuffix, StringComparison.Ordinal)
                    && ObjectLayout.Parse(prefix, entry.Name, objects.Mode) is { Type: ObjectType.Commit } name)
                {
                    commits.Add(name.Checksum);
                }
            }
        }

        commits.Sort();
        return commits;
    }
}
