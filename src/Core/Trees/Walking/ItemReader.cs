using System.Collections.Concurrent;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Walking;

/// <summary>Makes items of entries, by reading what their objects say. May be used from several threads.</summary>
internal sealed class ItemReader(OstreeRepository repository, Checksum commit)
{
    // Directories share a handful of dirmetas; a tree where they do not must not fill memory.
    private const int RememberedMetas = 1024;
    private readonly ConcurrentDictionary<Checksum, DirMeta> _metas = new();
    private OstreeRepository _repository = repository;

    internal Checksum Commit { get; } = commit;

    internal string RepositoryPath { get; } = repository.Path;

    internal TreeItem Read(in TreeEntry entry) => entry.Meta is { } meta
        ? new TreeItem(this, entry, MetaOf(meta))
        : new TreeItem(this, entry, _repository.Objects.StatContent(entry.Checksum));

    /// <summary>Reads what was left out because it costs; items outlive the repository that they were read from, so it may have to be opened anew.</summary>
    internal ExtendedAttributes LoadXattrs(Checksum content)
    {
        try
        {
            return _repository.Objects.LoadFileHeader(content).Header.Xattrs;
        }
        catch (ObjectDisposedException)
        {
            // Kept for the next item; its handles close when the items are collected.
            OstreeRepository again = OstreeRepository.Open(RepositoryPath);
            _repository = again;
            return again.Objects.LoadFileHeader(content).Header.Xattrs;
        }
    }

    private DirMeta MetaOf(Checksum checksum)
    {
        if (_metas.TryGetValue(checksum, out DirMeta? known))
            return known;
        DirMeta meta = _repository.Objects.LoadDirMeta(checksum);
        if (_metas.Count >= RememberedMetas)
            _metas.Clear();
        _metas[checksum] = meta;
        return meta;
    }
}
