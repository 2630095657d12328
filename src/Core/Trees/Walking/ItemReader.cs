using System.Collections.Concurrent;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Walking;

/// <summary>Makes items of entries, by reading what their objects say. May be used from several threads.</summary>
internal sealed class ItemReader(ObjectLoader objects, Checksum commit, string repository)
{
    // Directories share a handful of dirmetas; a tree where they do not must not fill memory.
    private const int RememberedMetas = 1024;
    private readonly ConcurrentDictionary<Checksum, DirMeta> _metas = new();

    internal TreeItem Read(in TreeEntry entry) => entry.Meta is { } meta ? ReadDirectory(entry, meta) : ReadContent(entry);

    private TreeItem ReadContent(in TreeEntry entry)
    {
        using ContentObject content = objects.OpenContent(entry.Checksum);
        FileHeader header = content.Header;
        return new TreeItem
        {
            Path = entry.Path,
            Name = entry.Name,
            Mode = header.Mode,
            Uid = header.Uid,
            Gid = header.Gid,
            Size = content.Size,
            Target = header.IsSymlink ? header.SymlinkTarget : null,
            Checksum = entry.Checksum,
            Xattrs = header.Xattrs,
            Commit = commit,
            Repository = repository,
        };
    }

    private TreeItem ReadDirectory(in TreeEntry entry, Checksum metaChecksum)
    {
        DirMeta meta = MetaOf(metaChecksum);
        return new TreeItem
        {
            Path = entry.Path,
            Name = entry.Name,
            Mode = meta.Mode,
            Uid = meta.Uid,
            Gid = meta.Gid,
            Checksum = entry.Checksum,
            MetaChecksum = metaChecksum,
            Xattrs = meta.Xattrs,
            Commit = commit,
            Repository = repository,
        };
    }

    private DirMeta MetaOf(Checksum checksum)
    {
        if (_metas.TryGetValue(checksum, out DirMeta? known))
            return known;
        DirMeta meta = objects.LoadDirMeta(checksum);
        if (_metas.Count >= RememberedMetas)
            _metas.Clear();
        _metas[checksum] = meta;
        return meta;
    }
}
