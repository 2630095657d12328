using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Diff;

/// <summary>How much two commits share, as upstream's <c>diff --stats</c> counts it: commit, directories, their metadata, content.</summary>
/// <param name="Reference">The commit before.</param>
/// <param name="Difference">The commit after.</param>
/// <param name="ReferenceObjects">Objects of the reference.</param>
/// <param name="DifferenceObjects">Objects of the difference.</param>
/// <param name="CommonObjects">Objects that both have.</param>
/// <param name="CommonBytes">Bytes that those take in the repository.</param>
public sealed record TreeStatistics(Checksum Reference, Checksum Difference, long ReferenceObjects, long DifferenceObjects, long CommonObjects, long CommonBytes)
{
    /// <summary>Counts.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> for a commit that is not complete.</exception>
    public static TreeStatistics Count(OstreeRepository repository, Checksum reference, Checksum difference, CancellationToken stop)
    {
        HashSet<ObjectName> before = Reachable(repository.Objects, reference, stop);
        HashSet<ObjectName> after = Reachable(repository.Objects, difference, stop);
        long common = 0;
        long bytes = 0;
        foreach (ObjectName name in before)
        {
            stop.ThrowIfCancellationRequested();
            if (!after.Contains(name))
                continue;
            common++;
            bytes += repository.Objects.StoredSize(name);
        }

        return new TreeStatistics(reference, difference, before.Count, after.Count, common, bytes);
    }

    private static HashSet<ObjectName> Reachable(ObjectLoader objects, in Checksum checksum, CancellationToken stop)
    {
        Commit commit = objects.LoadCommit(checksum);
        var found = new HashSet<ObjectName> { new(checksum, ObjectType.Commit), new(commit.RootMeta, ObjectType.DirMeta) };
        var pending = new Stack<Checksum>();
        pending.Push(commit.RootTree);
        while (pending.TryPop(out Checksum tree))
        {
            stop.ThrowIfCancellationRequested();
            if (!found.Add(new ObjectName(tree, ObjectType.DirTree)))
                continue;
            DirTree entries = objects.LoadDirTree(tree);
            foreach (DirTree.FileEntry file in entries.Files)
                found.Add(new ObjectName(file.Checksum, ObjectType.File));
            foreach (DirTree.DirectoryEntry directory in entries.Directories)
            {
                found.Add(new ObjectName(directory.Meta, ObjectType.DirMeta));
                pending.Push(directory.Tree);
            }
        }

        return found;
    }
}
