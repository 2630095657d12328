using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>Follows trees down and notes every object in them; on all cores, level by level, each directory once.</summary>
/// <param name="objects">Reads the directories.</param>
/// <param name="reached">Where what is found is noted.</param>
/// <param name="known">What was found before, and need not be followed again; null for nothing.</param>
internal sealed class TreeTraversal(ObjectLoader objects, ObjectSet reached, ObjectSet? known)
{
    /// <summary>Hears of each object when it is found first, from several threads.</summary>
    internal Action<ObjectName>? Found { get; init; }

    /// <summary>Follows trees.</summary>
    /// <param name="roots">The roots of commits.</param>
    /// <param name="unreadable">Hears of each directory that cannot be read, from several threads; null to throw then.</param>
    /// <param name="stop">Ends the work.</param>
    internal void Follow(IEnumerable<Root> roots, Action<Checksum, OstreeException>? unreadable, CancellationToken stop)
    {
        var level = new List<Checksum>();
        foreach (Root root in roots)
        {
            Note(new ObjectName(root.Meta, ObjectType.DirMeta));
            if (Note(new ObjectName(root.Tree, ObjectType.DirTree)))
                level.Add(root.Tree);
        }

        while (level.Count > 0)
            level = FollowLevel(level, unreadable, stop);
    }

    private List<Checksum> FollowLevel(List<Checksum> level, Action<Checksum, OstreeException>? unreadable, CancellationToken stop)
    {
        var next = new List<Checksum>();
        Workers.For(
            level.Count,
            static () => new List<Checksum>(),
            (index, below) => FollowOne(level[index], below, unreadable),
            below =>
            {
                lock (next)
                    next.AddRange(below);
            },
            stop);
        return next;
    }

    private void FollowOne(in Checksum checksum, List<Checksum> below, Action<Checksum, OstreeException>? unreadable)
    {
        DirTree tree;
        try
        {
            tree = objects.LoadDirTree(checksum);
        }
        catch (OstreeException e) when (unreadable is not null)
        {
            unreadable(checksum, e);
            return;
        }

        foreach (ref readonly DirTree.FileEntry file in tree.FileEntries)
            Note(new ObjectName(file.Checksum, ObjectType.File));
        foreach (ref readonly DirTree.DirectoryEntry directory in tree.DirectoryEntries)
        {
            Note(new ObjectName(directory.Meta, ObjectType.DirMeta));
            if (Note(new ObjectName(directory.Tree, ObjectType.DirTree)))
                below.Add(directory.Tree);
        }
    }

    private bool Note(in ObjectName name)
    {
        if (known?.Contains(name) == true || !reached.Add(name))
            return false;
        Found?.Invoke(name);
        return true;
    }

    /// <summary>The root directory of a commit.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Root(Checksum Tree, Checksum Meta);
}
