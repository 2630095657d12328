using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>
/// Checks out a directory: one thread makes the directories, depth first, and hands files in batches to the workers. Each
/// directory is finished by whoever completes it, so memory holds only what is between walker and workers.
/// </summary>
internal sealed class TreeCheckout(CheckoutContext context)
{
    private const int BatchFiles = 64;
    private const int RememberedMetas = 1024;
    private readonly Dictionary<Checksum, DirMeta> _metas = [];
    private readonly CheckoutCounters _counters = new();

    /// <summary>Checks out into a directory that is open already.</summary>
    /// <param name="handle">The directory; closed when it is finished.</param>
    /// <param name="tree">What is to be in it.</param>
    /// <param name="meta">What to apply to it at the end; null to leave it as it is.</param>
    internal CheckoutCounters Run(DirectoryHandle handle, DirTree tree, DirMeta? meta)
    {
        WorkCrew.Run<CheckoutBatch>(
            (hand, stop) => Walk(new CheckoutDirectory(parent: null, string.Empty, handle, meta), tree, hand, stop),
            batches =>
            {
                var worker = new CheckoutWorker(context);
                foreach (CheckoutBatch batch in batches)
                    worker.Place(batch);
                Add(worker);
            },
            context.Stop);
        return _counters;
    }

    private void Walk(CheckoutDirectory root, DirTree rootTree, Action<CheckoutBatch> hand, CancellationToken stop)
    {
        var walker = new CheckoutWorker(context);
        var open = new Stack<(CheckoutDirectory Directory, DirTree Tree, int Next)>();
        Enter(root, rootTree);
        while (open.TryPop(out var top))
        {
            stop.ThrowIfCancellationRequested();
            if (top.Next == top.Tree.Directories.Count)
            {
                walker.Complete(top.Directory, 1);
                continue;
            }

            open.Push((top.Directory, top.Tree, top.Next + 1));
            DirTree.DirectoryEntry entry = top.Tree.Directories[top.Next];
            string path = context.Policy.NeedsPath ? $"{top.Directory.Path}/{entry.Name}" : string.Empty;
            if (context.Selection.SkipsDirectory(path, entry.Tree, () => LoadMeta(entry.Meta)))
            {
                walker.Complete(top.Directory, 1);
                continue;
            }

            DirTree tree = context.Repository.Objects.LoadDirTree(entry.Tree);
            DirMeta meta = LoadMeta(entry.Meta);
            (DirectoryHandle handle, bool created) = DirectoryPlacer.Enter(root.Handle, top.Directory.Handle, entry.Name, context.Policy, context.Policy.IsOpaque(tree));
            Enter(new CheckoutDirectory(top.Directory, path, handle, created ? meta : null), tree);
        }

        Add(walker);

        void Enter(CheckoutDirectory directory, DirTree tree)
        {
            walker.Counters.Directories++;
            context.Progress.CountItem();
            int files = tree.Files.Count;
            directory.Expect(files + tree.Directories.Count);
            if (context.Policy.NeedsOrder(tree))
                walker.Place(new CheckoutBatch(directory, tree, 0, files));
            else
                for (int first = 0; first < files; first += BatchFiles)
                    hand(new CheckoutBatch(directory, tree, first, Math.Min(BatchFiles, files - first)));
            open.Push((directory, tree, 0));
        }
    }

    // A system has thousands of directories and a handful of different owners and modes.
    private DirMeta LoadMeta(in Checksum checksum)
    {
        if (_metas.TryGetValue(checksum, out DirMeta? known))
            return known;
        if (_metas.Count == RememberedMetas)
            _metas.Clear();
        DirMeta meta = context.Repository.Objects.LoadDirMeta(checksum);
        _metas.Add(checksum, meta);
        return meta;
    }

    private void Add(CheckoutWorker worker)
    {
        lock (_counters)
            _counters.Add(worker.Counters);
    }
}
