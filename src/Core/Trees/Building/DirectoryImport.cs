using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Trees.Labels;

namespace OstreePS.Core.Trees.Building;

/// <summary>
/// Imports a directory: one thread walks the tree, depth first, and hands files in batches to as many workers as there are
/// processors. Each directory is written by whoever completes it, so memory holds only what is between walker and workers.
/// </summary>
internal sealed class DirectoryImport(ImportContext context)
{
    private const int BatchFiles = 64;
    private const long BatchBytes = 4 << 20;

    /// <summary>Writes the tree below a path.</summary>
    /// <param name="path">The source.</param>
    /// <param name="earlier">The dirtree of the parent commit, to guess from; null for none.</param>
    /// <param name="target">Where it is laid over other sources; null to write it as the whole tree.</param>
    /// <param name="prefix">Where it is in the tree: empty for the root, else a path with a slash in front.</param>
    /// <returns>The root's dirtree and dirmeta; nothing of meaning where there is a target.</returns>
    internal (Checksum Tree, Checksum Meta) Run(string path, Checksum? earlier, MutableTree? target = null, string prefix = "")
    {
        using var walker = new FileImporter(context);
        try
        {
            WorkCrew.Run<FileBatch>(
                (hand, stop) => Walk(path, earlier, target, prefix, walker, hand, stop),
                batches =>
                {
                    using var importer = new FileImporter(context);
                    foreach (FileBatch batch in batches)
                        importer.Import(batch);
                },
                context.Stop);
        }
        catch
        {
            context.CloseAll();
            throw;
        }

        return target is not null ? default : context.Root ?? throw new InvalidOperationException("The import ended without its root.");
    }

    private void Walk(string path, Checksum? earlier, MutableTree? target, string prefix, FileImporter walker, Action<FileBatch> hand, CancellationToken stop)
    {
        var pending = new Stack<(DirectoryNode Parent, int Index, SourceDirectory Directory, string Path)>();
        DirectoryHandle root = context.Keep(DirectoryHandle.Open(path));
        if (WriteRoot(root, prefix) is not { } rootMeta)
        {
            context.Close(root);
            if (target is null)
                throw new OstreeException(OstreeFault.EmptyTree, "The root is left out, so there is nothing to commit.", "/", "Take / off the skip list, and let the filter pass it.");
            return;
        }

        Enter(
            new DirectoryNode(parent: null, 0, string.Empty, root, rootMeta, () => earlier is { } tree ? DirectoryNode.TryLoad(context.Transaction.Objects, tree) : null) { Target = target },
            prefix);
        while (pending.TryPop(out var next))
        {
            stop.ThrowIfCancellationRequested();
            DirectoryNode parent = next.Parent;
            string name = next.Directory.Name;
            DirectoryHandle handle = context.Keep(parent.Handle.OpenDirectory(name));
            Enter(
                new DirectoryNode(parent, next.Index, name, handle, WriteMeta(handle, next.Directory), () => DirectoryNode.EarlierOf(parent, name, context.Transaction.Objects)) { Target = parent.Target?.EnsureDirectory(name) },
                next.Path);
        }

        void Enter(DirectoryNode node, string below)
        {
            node.Target?.SetMeta(node.Meta);
            (List<SourceFile> files, List<SourceDirectory> directories) = Read(node.Handle, below);
            node.Expect(files.Count, directories.Count);
            for (int i = directories.Count - 1; i >= 0; i--)
                pending.Push((node, i, directories[i], context.Modifier.NeedsPath ? $"{below}/{directories[i].Name}" : string.Empty));
            Hand(node, [.. files], hand);
            context.Progress.CountItem();
            walker.Complete(node, 1);
        }
    }

    private (List<SourceFile> Files, List<SourceDirectory> Directories) Read(DirectoryHandle handle, string below)
    {
        var files = new List<SourceFile>();
        var directories = new List<SourceDirectory>();
        foreach (SourceFile entry in Admit(handle, below))
        {
            if (entry.Status.IsDirectory)
                directories.Add(new SourceDirectory(entry.Name, entry.Attributes, entry.Facts));
            else if (entry.Status.IsRegular || entry.Status.IsSymlink)
                files.Add(entry);
            else
                throw Unsupported(handle.Child(entry.Name), entry.Status);
        }

        return (files, directories);
    }

    // What the options let pass of a directory, sorted, with the owners and modes that it gets.
    private List<SourceFile> Admit(DirectoryHandle handle, string below)
    {
        List<DirectoryEntry> entries = handle.List();
        entries.Sort(static (a, b) => Utf8Order.CompareNames(a.Name, b.Name));
        var admitted = new List<SourceFile>(entries.Count);
        foreach (DirectoryEntry entry in entries)
        {
            FileStatus status = handle.Stat(entry.Name);
            string path = context.Modifier.NeedsPath ? $"{below}/{entry.Name}" : string.Empty;
            if (context.Links is { } links && links.Find(status) is { } known)
            {
                if (links.Admit(context.Modifier, path, entry.Name, status, known) is { } linked)
                    admitted.Add(linked);
                continue;
            }

            var attributes = new TreeModifier.Attributes(status.Uid, status.Gid, status.Mode);
            if (context.Modifier.TryApply(path, status.IsDirectory, ref attributes))
                admitted.Add(new SourceFile(entry.Name, status, attributes));
        }

        if (context.Modifier.Filter is { } filter)
            SourceFilter.Apply(filter, context.Modifier, handle, below, admitted);
        if (context.Modifier.Labels is { } labels)
            Label(labels, below, admitted);
        return admitted;
    }

    private Checksum? WriteRoot(DirectoryHandle root, string prefix)
    {
        FileStatus status = root.Stat();
        var attributes = new TreeModifier.Attributes(status.Uid, status.Gid, status.Mode);
        string path = prefix.Length == 0 ? "/" : prefix;
        if (!context.Modifier.TryApply(path, isDirectoryBelow: false, ref attributes))
            return null;
        List<SourceFile> one = [new SourceFile(string.Empty, status, attributes)];
        if (context.Modifier.Filter is { } filter)
            SourceFilter.Apply(filter, context.Modifier, root, path, one);
        if (one is not [var passed])
            return null;
        SourceFacts? facts = context.Modifier.Labels is { } labels
            ? new SourceFacts(Content: null, passed.Facts?.Xattrs, labels.Find(path, passed.Attributes.Mode))
            : passed.Facts;
        return WriteMeta(root, new SourceDirectory(string.Empty, passed.Attributes, facts));
    }

    // A file that is known to be an object is that object only as long as it has the label.
    private void Label(PathLabels labels, string below, List<SourceFile> admitted)
    {
        for (int i = 0; i < admitted.Count; i++)
        {
            SourceFile entry = admitted[i];
            if (labels.Find($"{below}/{entry.Name}", entry.Attributes.Mode) is not { } label)
                continue;
            Checksum? content = entry.Facts?.Content is { } known && context.Transaction.Objects.LoadFileHeader(known).Header.Xattrs.HasLabel(label) ? known : null;
            admitted[i] = entry with { Facts = new SourceFacts(content, entry.Facts?.Xattrs, label) };
        }
    }

    private Checksum WriteMeta(DirectoryHandle directory, in SourceDirectory source)
    {
        ExtendedAttributes xattrs = (source.Facts?.Xattrs
            ?? (context.Modifier.SkipXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAll(directory, directory.Path)))).WithLabel(source.Facts?.Label);
        TreeModifier.Attributes attributes = source.Attributes;
        return context.Transaction.WriteMetadata(ObjectType.DirMeta, new DirMeta(attributes.Uid, attributes.Gid, attributes.Mode, xattrs).ToBytes());
    }

    private static void Hand(DirectoryNode node, SourceFile[] files, Action<FileBatch> hand)
    {
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < files.Length; i++)
        {
            bytes += files[i].Status.Size;
            if (i + 1 < files.Length && i + 1 - start < BatchFiles && bytes < BatchBytes)
                continue;
            hand(new FileBatch(node, start, new ArraySegment<SourceFile>(files, start, i + 1 - start)));
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
        return new OstreeException(OstreeFault.UnsupportedFileType, $"'{path}' is {kind}; a commit holds only regular files, directories and symbolic links.", path, "Remove it, or leave it out with a skip list or filter.");
    }
}
