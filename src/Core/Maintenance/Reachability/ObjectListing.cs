using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>What lies in a directory of objects, one of its 256 parts at a time.</summary>
internal static class ObjectListing
{
    private static readonly byte[] s_commitSuffix = [.. ".commit"u8];

    /// <summary>The names in one part.</summary>
    internal static List<string> List(ObjectDirectory objects, int index) => List(objects, index, suffix: []);

    private static List<string> List(ObjectDirectory objects, int index, byte[] suffix)
    {
        string prefix = ObjectLayout.PrefixOf(index);
        using DirectoryHandle? folder = objects.Handle.TryOpenDirectory(prefix, out int errno);
        if (folder is not null)
            return folder.ListNames(suffix);
        return errno == Errno.NoEntry ? [] : throw Errno.Fault(errno, "open directory", objects.Handle.Child(prefix));
    }

    /// <summary>The objects in one part.</summary>
    internal static IEnumerable<ObjectName> Objects(ObjectDirectory objects, int index)
    {
        string prefix = ObjectLayout.PrefixOf(index);
        foreach (string entry in List(objects, index))
        {
            if (ObjectLayout.Parse(prefix, entry, objects.Mode) is { } name)
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
            foreach (string entry in List(objects, index, s_commitSuffix))
            {
                if (ObjectLayout.Parse(prefix, entry, objects.Mode) is { Type: ObjectType.Commit } name)
                    commits.Add(name.Checksum);
            }
        }

        commits.Sort();
        return commits;
    }
}
