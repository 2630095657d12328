using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Inventory;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>The objects that commits need: the commits themselves, their directories and files.</summary>
public static class ReachableObjects
{
    /// <summary>Lists them, each once, ordered by checksum and type; those of a parent repository come after.</summary>
    /// <param name="repository">Where to look.</param>
    /// <param name="commits">Where to start.</param>
    /// <param name="depth">How many parents of each are followed; -1 for all that are there.</param>
    /// <param name="types">Which types; empty for all.</param>
    /// <param name="withParents">Whether to list also what only a parent repository has.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>A sequence; what was pulled in part is listed as far as it is there.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> where a start or a directory of a complete commit is missing, or a fault of an object.</exception>
    public static IEnumerable<ObjectInfo> List(
        OstreeRepository repository, IReadOnlyCollection<Checksum> commits, int depth, IReadOnlyCollection<ObjectType> types, bool withParents, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(commits);
        ArgumentNullException.ThrowIfNull(types);
        var reached = new ObjectSet();
        var complete = new List<TreeTraversal.Root>();
        var partial = new List<TreeTraversal.Root>();
        var graph = new CommitGraph(repository.Objects, absent: null);
        foreach (Checksum commit in commits)
        {
            _ = repository.Objects.StoredSize(new ObjectName(commit, ObjectType.Commit));
            int left = depth;
            foreach (CommitNode node in graph.History(commit))
            {
                stop.ThrowIfCancellationRequested();
                if (reached.Add(new ObjectName(node.Checksum, ObjectType.Commit)))
                    (repository.CommitStates.Get(node.Checksum) == CommitState.Normal ? complete : partial).Add(node.Root);
                if (left-- == 0)
                    break;
            }
        }

        new TreeTraversal(repository.Objects, reached, known: null).Follow(complete, unreadable: null, stop);
        new TreeTraversal(repository.Objects, reached, known: null).Follow(partial, Tolerate, stop);
        return ObjectInventory.List(repository, types, withParents, stop).Where(info => reached.Contains(new ObjectName(info.Checksum, info.Type)));
    }

    private static void Tolerate(Checksum directory, OstreeException fault)
    {
        if (fault.Fault != OstreeFault.ObjectNotFound)
            throw fault;
    }
}
