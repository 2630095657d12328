using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Building;

/// <summary>Lays a commit over a tree while options change what is in it. Content whose header stays as it is, is not read.</summary>
internal sealed class CommitLayer(Transaction transaction, TreeModifier modifier, ContentPool pool, ProgressCounter progress, CancellationToken stop)
{
    private readonly Dictionary<Checksum, DirMeta> _metas = [];

    /// <summary>Lays the directory that is the root of the source.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="tree">Its dirtree object.</param>
    /// <param name="meta">Its dirmeta object.</param>
    /// <param name="path">Where it is in the tree: empty for the root, else a path with a slash in front.</param>
    internal void LayRoot(MutableTree target, in Checksum tree, in Checksum meta, string path)
    {
        string shown = path.Length == 0 ? "/" : path;
        if (Admit(new DirTree.DirectoryEntry(string.Empty, tree, meta), shown, isDirectoryBelow: false) is { } admitted && Ask([admitted]) is [var root])
            Lay(target, root, path);
    }

    /// <summary>Lays a single file into a directory.</summary>
    internal void LayFile(MutableTree target, in DirTree.FileEntry file, string path)
    {
        if (Admit(file, $"{path}/{file.Name}") is { } admitted && Ask([admitted]) is [var one])
            Put(target, one);
    }

    private void Lay(MutableTree target, Entry directory, string path)
    {
        stop.ThrowIfCancellationRequested();
        DirMeta meta = directory.Meta!;
        ExtendedAttributes xattrs = Label(directory, modifier.SkipXattrs ? ExtendedAttributes.Empty : directory.Xattrs ?? meta.Xattrs);
        target.SetMeta(transaction.WriteMetadata(
            ObjectType.DirMeta, new DirMeta(directory.Attributes.Uid, directory.Attributes.Gid, directory.Attributes.Mode, xattrs).ToBytes()));
        DirTree listing = transaction.Objects.LoadDirTree(directory.Checksum);
        var entries = new List<Entry>(listing.Files.Count + listing.Directories.Count);
        foreach (DirTree.FileEntry file in listing.Files)
        {
            if (Admit(file, $"{path}/{file.Name}") is { } admitted)
                entries.Add(admitted);
        }

        foreach (DirTree.DirectoryEntry below in listing.Directories)
        {
            if (Admit(below, $"{path}/{below.Name}", isDirectoryBelow: true) is { } admitted)
                entries.Add(admitted);
        }

        foreach (Entry entry in Ask(entries))
        {
            progress.CountItem();
            if (entry.Meta is null)
                Put(target, entry);
            else
                Lay(target.EnsureDirectory(entry.Name), entry, $"{path}/{entry.Name}");
        }
    }

    private Entry? Admit(in DirTree.FileEntry file, string path)
    {
        (FileHeader header, long size) = transaction.Objects.LoadFileHeader(file.Checksum);
        var attributes = new TreeModifier.Attributes(header.Uid, header.Gid, header.Mode);
        return modifier.TryApply(path, isDirectoryBelow: false, ref attributes)
            ? new Entry(file.Name, path, file.Checksum) { Header = header, Size = size, Attributes = attributes }
            : null;
    }

    private Entry? Admit(in DirTree.DirectoryEntry directory, string path, bool isDirectoryBelow)
    {
        DirMeta meta = MetaOf(directory.Meta);
        var attributes = new TreeModifier.Attributes(meta.Uid, meta.Gid, meta.Mode);
        return modifier.TryApply(path, isDirectoryBelow, ref attributes)
            ? new Entry(directory.Name, path, directory.Tree) { Meta = meta, Attributes = attributes }
            : null;
    }

    private List<Entry> Ask(List<Entry> entries)
    {
        if (modifier.Filter is not { } filter || entries.Count == 0)
            return entries;
        CommitFilterEntry[] shown = [.. entries.Select(e => new CommitFilterEntry(
            e.Path,
            e.Attributes,
            e.Size,
            e.Header is { IsSymlink: true } link ? () => link.SymlinkTarget : null,
            () => modifier.SkipXattrs ? ExtendedAttributes.Empty : e.Header?.Xattrs ?? e.Meta!.Xattrs))];
        filter.Apply(shown);
        var kept = new List<Entry>(entries.Count);
        for (int i = 0; i < shown.Length; i++)
        {
            if (!shown[i].Skip)
                kept.Add(entries[i] with { Attributes = modifier.Finish(shown[i].Attributes), Xattrs = shown[i].ChangedXattrs });
        }

        return kept;
    }

    private void Put(MutableTree target, Entry file)
    {
        FileHeader original = file.Header!;
        ExtendedAttributes xattrs = Label(file, modifier.SkipXattrs ? ExtendedAttributes.Empty : file.Xattrs ?? original.Xattrs);
        FileHeader header = original with { Uid = file.Attributes.Uid, Gid = file.Attributes.Gid, Mode = file.Attributes.Mode, Xattrs = xattrs };
        var slot = new FileSlot(file.Checksum);
        target.ReplaceFile(file.Name, slot);
        if (header != original)
            pool.Add(new RewrittenContent(slot, transaction, file.Checksum, header, file.Size));
        else if (transaction.Sizes is null)
            transaction.CountContent(written: false, bytes: 0);
        else
            pool.Add(new KeptContent(slot, file.Checksum, original.IsSymlink ? System.Text.Encoding.UTF8.GetByteCount(original.SymlinkTarget) : file.Size));
    }

    private ExtendedAttributes Label(Entry entry, ExtendedAttributes xattrs) => xattrs.WithLabel(modifier.Labels?.Find(entry.Path, entry.Attributes.Mode));

    private DirMeta MetaOf(in Checksum checksum)
    {
        if (!_metas.TryGetValue(checksum, out DirMeta? meta))
            _metas.Add(checksum, meta = transaction.Objects.LoadDirMeta(checksum));
        return meta;
    }

    private sealed record Entry(string Name, string Path, Checksum Checksum)
    {
        internal FileHeader? Header { get; init; }

        internal DirMeta? Meta { get; init; }

        internal long Size { get; init; }

        internal TreeModifier.Attributes Attributes { get; init; }

        internal ExtendedAttributes? Xattrs { get; init; }
    }
}
