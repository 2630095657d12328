using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>Goes over a repository's objects and lists those that nothing reached. Detached metadata goes with its commit, and tombstones stay.</summary>
internal sealed class PruneSweep(OstreeRepository repository, ObjectSet reached, bool commitOnly, Checksum? deletedCommit)
{
    private readonly Lock _gate = new();
    private readonly List<PrunedObject> _doomed = [];
    private readonly List<PrunedObject> _attributes = [];
    private readonly List<ObjectName> _xattrs = [];
    private readonly ObjectSet _usedXattrs = new();
    private long _total;

    /// <summary>Objects there are, of the types that upstream counts.</summary>
    internal long Total => _total;

    /// <summary>Objects that go, in order.</summary>
    internal IReadOnlyList<PrunedObject> Doomed => _doomed;

    /// <summary>Sets of attributes that no content uses any more, and links to them.</summary>
    internal IReadOnlyList<PrunedObject> DoomedAttributes => _attributes;

    internal void Run(CancellationToken stop)
    {
        Workers.For(ObjectLayout.PrefixCount, SweepPart, stop);
        _attributes.AddRange(_xattrs.Where(name => !_usedXattrs.Contains(name)).Select(Measure));
        _doomed.Sort(static (a, b) => a.Name.Checksum == b.Name.Checksum ? a.Name.Type - b.Name.Type : a.Name.Checksum.CompareTo(b.Name.Checksum));
    }

    private void SweepPart(int index)
    {
        long total = 0;
        var doomed = new List<PrunedObject>();
        foreach (ObjectName name in ObjectListing.Objects(repository.Store.Directory, index))
        {
            switch (name.Type)
            {
                case ObjectType.FileXattrs or ObjectType.FileXattrsLink when !commitOnly:
                    TakeAttributes(name);
                    break;
                case ObjectType.File or ObjectType.DirTree or ObjectType.DirMeta or ObjectType.PayloadLink when !commitOnly:
                case ObjectType.Commit:
                    // Upstream deletes the commit that is named before it counts.
                    if (name.Type != ObjectType.Commit || name.Checksum != deletedCommit)
                        total++;
                    if (!Stays(name))
                        doomed.Add(Measure(name));
                    break;
            }
        }

        lock (_gate)
        {
            _total += total;
            _doomed.AddRange(doomed);
        }
    }

    private bool Stays(in ObjectName name) => name.Type == ObjectType.PayloadLink ? IsLinkUseful(name) : reached.Contains(name);

    private bool IsLinkUseful(in ObjectName name)
    {
        string target = repository.Store.Directory.Handle.ReadLink(repository.Store.Directory.PathOf(name));
        if (repository.Config.PayloadLinkThreshold < 0 || ObjectLayout.ParsePayloadLink(target, repository.Mode) is not { } checksum)
            return false;
        var content = new ObjectName(checksum, ObjectType.File);
        return reached.Contains(content) && repository.Store.TryGetStoredSize(content) >= repository.Config.PayloadLinkThreshold;
    }

    private void TakeAttributes(in ObjectName name)
    {
        if (name.Type == ObjectType.FileXattrsLink && reached.Contains(name with { Type = ObjectType.File }))
        {
            if (repository.Store.TryReadMetadata(name) is { } bytes)
                _usedXattrs.Add(new ObjectName(new Checksum(System.Security.Cryptography.SHA256.HashData(bytes)), ObjectType.FileXattrs));
            return;
        }

        PrunedObject measured = Measure(name);
        lock (_gate)
        {
            if (name.Type == ObjectType.FileXattrs)
                _xattrs.Add(name);
            else
                _attributes.Add(measured);
        }
    }

    private PrunedObject Measure(ObjectName name) => new(name, repository.Store.Directory.TryStat(name)?.Size ?? 0);
}
