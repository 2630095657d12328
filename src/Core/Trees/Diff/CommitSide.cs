using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Diff;

/// <summary>A directory of a commit.</summary>
internal sealed class CommitDirectory(ObjectLoader objects, Checksum tree) : SideDirectory
{
    internal override IReadOnlyList<SideItem> List()
    {
        DirTree entries = objects.LoadDirTree(tree);
        var items = new List<SideItem>(entries.Files.Count + entries.Directories.Count);
        int file = 0;
        foreach (DirTree.DirectoryEntry directory in entries.Directories)
        {
            while (file < entries.Files.Count && Utf8Order.CompareNames(entries.Files[file].Name, directory.Name) < 0)
                items.Add(new CommitFile(objects, entries.Files[file++]));
            items.Add(new CommitSubdirectory(objects, directory));
        }

        while (file < entries.Files.Count)
            items.Add(new CommitFile(objects, entries.Files[file++]));
        return items;
    }
}

/// <summary>A directory in a directory of a commit.</summary>
internal sealed class CommitSubdirectory(ObjectLoader objects, DirTree.DirectoryEntry entry) : SideItem(entry.Name)
{
    internal override bool IsDirectory => true;

    internal override Checksum? Object => entry.Meta;

    internal override Checksum? Tree => entry.Tree;

    internal override SideDirectory Enter() => new CommitDirectory(objects, entry.Tree);

    internal override TreeFacts Load()
    {
        DirMeta meta = objects.LoadDirMeta(entry.Meta);
        return new TreeFacts(meta.Mode, meta.Uid, meta.Gid, Size: 0, Target: null, meta.Xattrs, entry.Meta);
    }

    internal override Stream OpenPayload() => Stream.Null;
}

/// <summary>A file or link in a directory of a commit.</summary>
internal sealed class CommitFile(ObjectLoader objects, DirTree.FileEntry entry) : SideItem(entry.Name)
{
    private ContentObject? _content;

    internal override bool IsDirectory => false;

    internal override Checksum? Object => entry.Checksum;

    internal override SideDirectory Enter() => throw new InvalidOperationException("A file is no directory.");

    internal override TreeFacts Load()
    {
        _content = objects.OpenContent(entry.Checksum);
        FileHeader header = _content.Header;
        return new TreeFacts(header.Mode, header.Uid, header.Gid, _content.Size, header.IsSymlink ? header.SymlinkTarget : null, header.Xattrs, entry.Checksum);
    }

    internal override Stream OpenPayload() => _content?.OpenPayload() ?? Stream.Null;

    public override void Dispose() => _content?.Dispose();
}
