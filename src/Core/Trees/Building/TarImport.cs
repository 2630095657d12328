using System.Buffers;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.Tar;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>
/// Lays a tar or cpio archive over a tree while it is read, once: this thread parses, workers write the content. Nothing is unpacked, and
/// no more than a few MiB are held.
/// </summary>
internal sealed class TarImport(Transaction transaction, TreeModifier modifier, TarImportOptions options, ContentPool pool, ProgressCounter progress, CancellationToken stop)
{
    private const uint DefaultMode = UnixMode.Directory | 0x1ED;
    private readonly OrderedDictionary<string, List<HardLink>> _links = new(StringComparer.Ordinal);

    /// <summary>Reads an archive.</summary>
    /// <param name="data">The archive, decompressed.</param>
    /// <param name="label">Where it is from; for messages.</param>
    /// <param name="root">Where its root goes.</param>
    /// <param name="prefix">Where that is in the tree: empty for the root, else a path with a slash in front.</param>
    /// <returns>Whether the archive had its end mark.</returns>
    internal bool Run(ArchiveStream data, string label, MutableTree root, string prefix)
    {
        using ArchiveReader reader = data.CreateReader();
        try
        {
            while (reader.Next() is { } entry)
            {
                stop.ThrowIfCancellationRequested();
                Import(reader, entry, label, root, prefix);
                progress.CountItem();
            }

            reader.Finish();
        }
        catch (OperationCanceledException)
        {
            pool.ThrowFailure();
            throw;
        }

        MakeLinks(root, label);
        if (options.AutocreateParents && root.Meta is null)
            SetMeta(root, Default(prefix.Length == 0 ? "/" : prefix), xattrs: null);
        return reader.HasEndMark;
    }

    private void Import(ArchiveReader reader, TarEntry entry, string label, MutableTree root, string prefix)
    {
        string[] parts = ArchivePath.Split(entry.Path, options);
        uint type = entry.Kind switch
        {
            TarEntryKind.Directory => UnixMode.Directory,
            TarEntryKind.SymbolicLink => UnixMode.Symlink,
            _ => UnixMode.Regular,
        };
        var attributes = new TreeModifier.Attributes(entry.Uid, entry.Gid, type | entry.Permissions);
        string path = parts.Length == 0 ? (prefix.Length == 0 ? "/" : prefix) : $"{prefix}/{string.Join('/', parts)}";
        if (!modifier.TryApply(path, isDirectoryBelow: false, ref attributes))
            return;
        ExtendedAttributes xattrs = modifier.SkipArchiveXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(entry.Xattrs);
        if (modifier.Filter is { } filter && !Ask(filter, path, entry, ref attributes, ref xattrs))
            return;
        xattrs = xattrs.WithLabel(modifier.Labels?.Find(path, attributes.Mode));
        MutableTree parent = FindParent(root, parts, entry, label);
        if (entry.Kind == TarEntryKind.Special)
        {
            if (options.IgnoreUnsupported)
                return;
            throw new OstreeException(
                OstreeFault.UnsupportedFileType,
                $"'{entry.Path}' in the archive '{label}' is a device or fifo; a commit holds only regular files, directories and symbolic links.",
                entry.Path,
                "Leave it out with a skip list or filter, or all such with -TarIgnoreUnsupported.");
        }

        if (entry.Kind == TarEntryKind.Directory)
            SetMeta(parts.Length == 0 ? root : parent.EnsureDirectory(parts[^1]), attributes, xattrs);
        else if (parts.Length == 0)
            throw TarFault.Malformed(label, $"has '{entry.Path}', the root, as a file");
        else
            ImportFile(reader, entry, label, parent, parts[^1], attributes, xattrs);
    }

    private bool Ask(ICommitFilter filter, string path, TarEntry entry, ref TreeModifier.Attributes attributes, ref ExtendedAttributes xattrs)
    {
        ExtendedAttributes original = xattrs;
        var shown = new CommitFilterEntry(path, attributes, entry.Size, entry.Kind == TarEntryKind.SymbolicLink ? () => entry.LinkTarget : null, () => original);
        filter.Apply([shown]);
        attributes = modifier.Finish(shown.Attributes);
        xattrs = modifier.SkipArchiveXattrs ? original : shown.ChangedXattrs ?? original;
        return !shown.Skip;
    }

    private MutableTree FindParent(MutableTree root, string[] parts, TarEntry entry, string label)
    {
        MutableTree? parent = root;
        for (int i = 0; i + 1 < parts.Length && parent is not null; i++)
            parent = parent.FindDirectory(parts[i]);
        if (parent is not null)
            return parent;
        if (!options.AutocreateParents)
        {
            throw new OstreeException(
                OstreeFault.MalformedArchive,
                $"The archive '{label}' has '{entry.Path}', but not the directory that it is in.",
                entry.Path,
                "Let such directories be made with -TarAutocreateParents.");
        }

        // Upstream gives all directories on the way this owner and mode, those that were there already as well.
        var attributes = new TreeModifier.Attributes(entry.Uid, entry.Gid, DefaultMode);
        SetMeta(root, attributes, xattrs: null);
        MutableTree made = root;
        for (int i = 0; i + 1 < parts.Length; i++)
        {
            made = made.EnsureDirectory(parts[i]);
            SetMeta(made, attributes, xattrs: null);
        }

        return made;
    }

    private void ImportFile(ArchiveReader reader, TarEntry entry, string label, MutableTree parent, string name, TreeModifier.Attributes attributes, ExtendedAttributes xattrs)
    {
        bool isLink = entry.Kind == TarEntryKind.HardLink;
        if (isLink)
        {
            // Links are made at the end: what they point to may come later, and its content with any of them.
            string target = string.Join('/', ArchivePath.Split(entry.LinkTarget, options));
            if (!_links.TryGetValue(target, out List<HardLink>? links))
                _links.Add(target, links = []);
            links.Add(new HardLink(parent, name, string.Join('/', ArchivePath.Split(entry.Path, options)), entry.Size > 0));
            if (entry.Size == 0)
                return;
        }

        bool isSymlink = entry.Kind == TarEntryKind.SymbolicLink;
        if (isSymlink && (entry.LinkTarget.Length == 0 || entry.LinkTarget.Contains('\0', StringComparison.Ordinal)))
            throw TarFault.Malformed(label, $"has the symbolic link '{entry.Path}' without a target");
        var header = new FileHeader(attributes.Uid, attributes.Gid, attributes.Mode, isSymlink ? entry.LinkTarget : string.Empty, xattrs);
        var slot = new FileSlot();
        parent.ReplaceFile(name, slot);
        if (entry.Size < PipedContent.PieceBytes)
            pool.Add(new BufferedContent(slot, header, ReadPiece(reader, (int)entry.Size), (int)entry.Size));
        else
            Pipe(reader, entry, header, slot);
    }

    private void Pipe(ArchiveReader reader, TarEntry entry, FileHeader header, FileSlot slot)
    {
        var content = new PipedContent(slot, transaction, header, entry.Size);
        pool.Add(content);
        for (long left = entry.Size; left > 0;)
        {
            int count = (int)Math.Min(left, PipedContent.PieceBytes);
            content.Add(new ArraySegment<byte>(ReadPiece(reader, count), 0, count), pool.Stopping);
            left -= count;
        }

        content.Add(ArraySegment<byte>.Empty, pool.Stopping);
    }

    private byte[] ReadPiece(ArchiveReader reader, int count)
    {
        if (count == 0)
            return [];
        byte[] piece = ArrayPool<byte>.Shared.Rent(count);
        for (int done = 0; done < count;)
            done += reader.Read(piece.AsSpan(done, count - done));
        progress.CountBytes(count);
        return piece;
    }

    // A link may lead to another link, which may come after it.
    private void MakeLinks(MutableTree root, string label)
    {
        var waiting = new OrderedDictionary<string, List<HardLink>>(StringComparer.Ordinal);
        var ready = new Stack<string>();
        foreach ((string target, List<HardLink> links) in _links)
        {
            if (!TryMake(root, target, links, label))
            {
                waiting.Add(target, links);
                continue;
            }

            foreach (HardLink link in links)
                ready.Push(link.Path);
        }

        while (ready.TryPop(out string? made))
        {
            if (!waiting.TryGetValue(made, out List<HardLink>? links) || !TryMake(root, made, links, label))
                continue;
            waiting[made] = [];
            foreach (HardLink link in links)
                ready.Push(link.Path);
        }

        foreach ((string target, List<HardLink> links) in waiting)
        {
            if (links.Count > 0)
                throw TarFault.Malformed(label, $"has the hard link '{links[0].Name}' to '{target}', which it does not have");
        }
    }

    private static bool TryMake(MutableTree root, string target, List<HardLink> links, string label)
    {
        string[] parts = target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        MutableTree? parent = root;
        for (int i = 0; i + 1 < parts.Length && parent is not null; i++)
            parent = parent.FindDirectory(parts[i]);
        if (parts.Length == 0 || parent?.FindDirectory(parts[^1]) is not null)
            throw TarFault.Malformed(label, $"has the hard link '{links[0].Name}' to '{target}', which is a directory");

        // The content may have come with a link instead of with what it points to.
        HardLink? withContent = links.Find(link => link.HasContent);
        FileSlot? slot = withContent is null ? parent?.FindSlot(parts[^1]) : withContent.Parent.FindSlot(withContent.Name);
        if (slot is null || parent is null)
            return false;
        if (withContent is not null)
            parent.ReplaceFile(parts[^1], slot);
        foreach (HardLink link in links)
        {
            if (!ReferenceEquals(link, withContent))
                link.Parent.ReplaceFile(link.Name, slot);
        }

        return true;
    }

    private TreeModifier.Attributes Default(string path)
    {
        var attributes = new TreeModifier.Attributes(0, 0, DefaultMode);
        return modifier.TryApply(path, isDirectoryBelow: false, ref attributes) ? attributes : new TreeModifier.Attributes(0, 0, DefaultMode);
    }

    private void SetMeta(MutableTree directory, in TreeModifier.Attributes attributes, ExtendedAttributes? xattrs)
        => directory.SetMeta(transaction.WriteMetadata(
            ObjectType.DirMeta, new DirMeta(attributes.Uid, attributes.Gid, attributes.Mode, xattrs ?? ExtendedAttributes.Empty).ToBytes()));

    private sealed record HardLink(MutableTree Parent, string Name, string Path, bool HasContent);
}
