using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>
/// Drops commits until the rest fits: the oldest first, and in each history from its far end, so that no history gets a hole.
/// What refs name stays. Sizes are what the files take on the disk, objects that several commits share counted once.
/// </summary>
internal sealed class SizeBudget(OstreeRepository repository, CommitGraph graph, PruneOptions options)
{
    private const int BytesInBlock = 512;
    private readonly ObjectSet _reached = new();
    private long _size;

    /// <summary>Drops from a selection what does not fit; false when even what must stay does not fit.</summary>
    internal bool Apply(CommitSelection selection, CancellationToken stop)
    {
        long limit = Limit(stop);
        List<CommitNode> order = OrderOfDeparture(selection);
        var leaving = order.Select(node => node.Checksum).ToHashSet();
        foreach (Checksum commit in selection.Kept.Where(commit => !leaving.Contains(commit)))
            Add(graph.Find(commit), stop);
        bool met = _size <= limit;
        bool full = !met;
        for (int i = order.Count - 1; i >= 0; i--)
        {
            if (!full)
                Add(order[i], stop);
            full |= _size > limit;
            if (full)
                selection.Drop(order[i].Checksum, "it does not fit the size that was asked for");
        }

        return met;
    }

    private long Limit(CancellationToken stop)
    {
        long limit = options.MaxSize ?? long.MaxValue;
        if (options.MinFree is not { } wanted)
            return limit;
        FileSystemSpace space = FileSystemSpace.Of(repository.Root);
        long lacking = wanted - (space.Free * space.BlockSize);
        return lacking <= 0 ? limit : Math.Min(limit, AllObjects(stop) - lacking);
    }

    private long AllObjects(CancellationToken stop)
    {
        long total = 0;
        for (int index = 0; index < Stores.ObjectLayout.PrefixCount; index++)
        {
            stop.ThrowIfCancellationRequested();
            foreach (ObjectName name in ObjectListing.Objects(repository.Store.Directory, index))
                total += SizeOf(name);
        }

        return total;
    }

    private List<CommitNode> OrderOfDeparture(CommitSelection selection)
    {
        var candidates = new Dictionary<Checksum, CommitNode>();
        foreach (Checksum commit in selection.Kept)
        {
            if (!selection.Tips.Contains(commit) && !options.Roots.Contains(commit) && graph.Find(commit) is { } node)
                candidates.Add(commit, node);
        }

        ILookup<Checksum, CommitNode> children = candidates.Values.Where(node => node.Parent is not null).ToLookup(node => node.Parent!.Value);
        var ends = new PriorityQueue<CommitNode, (ulong Timestamp, Checksum Checksum)>();
        foreach (CommitNode node in candidates.Values.Where(node => node.Parent is not { } parent || !candidates.ContainsKey(parent)))
            ends.Enqueue(node, (node.Timestamp, node.Checksum));
        var order = new List<CommitNode>(candidates.Count);
        while (ends.TryDequeue(out CommitNode? node, out _))
        {
            order.Add(node);
            foreach (CommitNode child in children[node.Checksum])
                ends.Enqueue(child, (child.Timestamp, child.Checksum));
        }

        return order;
    }

    private void Add(CommitNode? commit, CancellationToken stop)
    {
        if (commit is null)
            return;
        Count(new ObjectName(commit.Checksum, ObjectType.Commit));
        Count(new ObjectName(commit.Checksum, ObjectType.CommitMeta));
        bool partial = repository.CommitStates.Get(commit.Checksum) != CommitState.Normal;
        new TreeTraversal(repository.Objects, _reached, known: null) { Found = name => Count(name) }
            .Follow([commit.Root], partial ? static (_, _) => { } : null, stop);
    }

    private void Count(in ObjectName name) => Interlocked.Add(ref _size, SizeOf(name));

    private long SizeOf(in ObjectName name) => (repository.Store.Directory.TryStat(name)?.Blocks ?? 0) * BytesInBlock;
}
