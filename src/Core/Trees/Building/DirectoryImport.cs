using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>
/// Imports a directory: one thread walks the tree, depth first, and hands files in batches to as many workers as there are
/// processors. Each directory is written by whoever completes it, so memory holds only what is between walker and workers.
/// </summary>
internal sealed class DirectoryImport(ImportContext context)
{
    private const int BatchFiles = 64;
    private const long BatchBytes = 4 << 20;
    private const int QueuedBatches = 128;

    /// <summary>Writes the tree below a path.</summary>
    /// <param name="path">The source.</param>
    /// <param name="earlier">The dirtree of the parent commit, to guess from; null for none.</param>
    /// <returns>The root's dirtree and dirmeta.</returns>
    internal (Checksum Tree, Checksum Meta) Run(string path, Checksum? earlier)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
        using var queue = new BlockingCollection<FileBatch>(QueuedBatches);
        ExceptionDispatchInfo? first = null;
        Task[] workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => Guarded(() => Work(queue, failure.Token)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        using var walker = new FileImporter(context);
        Guarded(() => Walk(path, earlier, walker, queue, failure.Token));
        queue.CompleteAdding();
        Task.WaitAll(workers);
        if (first is not null)
        {
            context.Stop.ThrowIfCancellationRequested();
            first.Throw();
        }

        return context.Root ?? throw new InvalidOperationException("The import ended without its root.");

        void Guarded(Action work)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                // The first failure is what went wrong; those after it only follow from the stop.
                Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(e), comparand: null);
                failure.Cancel();
            }
        }
    }

    private void Work(BlockingCollection<FileBatch> queue, CancellationToken stop)
    {
        using var importer = new FileImporter(context);
        foreach (FileBatch batch in queue.GetConsumingEnumerable(stop))
            importer.Import(batch);
    }

    private void Walk(string path, Checksum? earlier, FileImporter walker, BlockingCollection<FileBatch> queue, CancellationToken stop)
    {
        var pending = new Stack<(DirectoryNode Parent, int Index, SourceDirectory Directory, string Path)>();
        DirectoryHandle root = DirectoryHandle.Open(path);
        if (TryApply(root.Stat(), "/") is not { } rootAttributes)
            throw new OstreeException(OstreeFault.InvalidOption, "The skip list leaves out the root, so there is nothing to commit.", "/", "Take / off the list.");
        Enter(new DirectoryNode(parent: null, 0, string.Empty, root, WriteMeta(root, rootAttributes), () => earlier is { } tree ? DirectoryNode.TryLoad(context.Transaction.Objects, tree) : null), string.Empty);
        while (pending.TryPop(out var next))
        {
            stop.ThrowIfCancellationRequested();
            DirectoryNode parent = next.Parent;
            string name = next.Directory.Name;
            DirectoryHandle handle = parent.Handle.OpenDirectory(name);
            Enter(new DirectoryNode(parent, next.Index, name, handle, WriteMeta(handle, next.Directory.Attributes), () => DirectoryNode.EarlierOf(parent, name, context.Transaction.Objects)), next.Path);
        }

        void Enter(DirectoryNode node, string below)
        {
            (List<SourceFile> files, List<SourceDirectory> directories) = Read(node.Handle, below);
            node.Expect(files.Count, directories.Count);
            for (int i = directories.Count - 1; i >= 0; i--)
                pending.Push((node, i, directories[i], context.Modifier.NeedsPath ? $"{below}/{directories[i].Name}" : string.Empty));
            Hand(node, [.. files], queue, stop);
            context.Progress.CountItem();
            walker.Complete(node, 1);
        }
    }

    private (List<SourceFile> Files, List<SourceDirectory> Directories) Read(DirectoryHandle handle, string below)
    {
        var files = new List<SourceFile>();
        var directories = new List<SourceDirectory>();
        List<DirectoryEntry> entries = handle.List();
        entries.Sort(static (a, b) => Utf8Order.CompareNames(a.Name, b.Name));
        foreach (DirectoryEntry entry in entries)
        {
            FileStatus status = handle.Stat(entry.Name);
            string path = context.Modifier.NeedsPath ? $"{below}/{entry.Name}" : string.Empty;
            if (TryApply(status, path) is not { } attributes)
                continue;
            if (status.IsDirectory)
            {
                directories.Add(new SourceDirectory(entry.Name, attributes));
                continue;
            }

            if (!status.IsRegular && !status.IsSymlink)
                throw Unsupported(handle.Child(entry.Name), status);
            files.Add(new SourceFile(entry.Name, status, attributes));
        }

        return (files, directories);
    }

    private TreeModifier.Attributes? TryApply(in FileStatus status, string path)
    {
        var attributes = new TreeModifier.Attributes(status.Uid, status.Gid, status.Mode);
        return context.Modifier.TryApply(path, ref attributes) ? attributes : null;
    }

    private Checksum WriteMeta(DirectoryHandle directory, TreeModifier.Attributes attributes)
    {
        ExtendedAttributes xattrs = context.Modifier.SkipXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAll(directory, directory.Path));
        return context.Transaction.WriteMetadata(ObjectType.DirMeta, new DirMeta(attributes.Uid, attributes.Gid, attributes.Mode, xattrs).ToBytes());
    }

    private static void Hand(DirectoryNode node, SourceFile[] files, BlockingCollection<FileBatch> queue, CancellationToken stop)
    {
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < files.Length; i++)
        {
            bytes += files[i].Status.Size;
            if (i + 1 < files.Length && i + 1 - start < BatchFiles && bytes < BatchBytes)
                continue;
            queue.Add(new FileBatch(node, start, new ArraySegment<SourceFile>(files, start, i + 1 - start)), stop);
            start = i + 1;
            bytes = 0;
        }
    }

    private static OstreeException Unsupported(string path, in FileStatus status)
    {
        string kind = (status.Mode & FileStatus.TypeMask) switch
        {
            0x1000 => "a fifo",
            0x2000 => "a character device",
            0x6000 => "a block device",
            0xC000 => "a socket",
            _ => "of an unknown kind",
        };
        return new OstreeException(OstreeFault.UnsupportedFileType, $"'{path}' is {kind}; a commit holds only regular files, directories and symbolic links.", path, "Remove it, or name it in the skip list.");
    }
}
