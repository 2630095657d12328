using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Inventory;

/// <summary>Lists what a repository holds, one of its 256 directories after the other.</summary>
public static class ObjectInventory
{
    /// <summary>Lists objects, ordered by checksum and type; those of a parent repository that this one lacks come after.</summary>
    /// <param name="repository">Where to look.</param>
    /// <param name="types">Which types; empty for all.</param>
    /// <param name="withParents">Whether to go on with the parent repository.</param>
    /// <param name="stop">Ends the listing.</param>
    /// <returns>A sequence that reads as it is enumerated. What another process removes meanwhile is left out.</returns>
    /// <exception cref="OstreeException">A directory cannot be read.</exception>
    public static IEnumerable<ObjectInfo> List(
        OstreeRepository repository, IReadOnlyCollection<ObjectType> types, bool withParents, CancellationToken stop = default)
    {
        foreach ((ObjectName name, long size) in ListStore(repository.Store.Directory, types, stop))
            yield return Describe(repository, name, size, inParent: false);
        for (OstreeRepository? parent = repository.Parent; withParents && parent is not null; parent = parent.Parent)
        {
            foreach ((ObjectName name, long size) in ListStore(parent.Store.Directory, types, stop))
            {
                if (!IsNearer(repository, parent, name))
                    yield return Describe(repository, name, size, inParent: true);
            }
        }
    }

    private static IEnumerable<(ObjectName Name, long Size)> ListStore(ObjectDirectory store, IReadOnlyCollection<ObjectType> types, CancellationToken stop)
    {
        for (int index = 0; index < ObjectLayout.PrefixCount; index++)
        {
            stop.ThrowIfCancellationRequested();
            List<ObjectName> names = NamesBelow(store, ObjectLayout.PrefixOf(index), types);
            names.Sort(static (a, b) => a.Checksum == b.Checksum ? a.Type - b.Type : a.Checksum.CompareTo(b.Checksum));
            foreach (ObjectName name in names)
            {
                if (store.TryStat(name) is { } status)
                    yield return (name, status.Size);
            }
        }
    }

    private static List<ObjectName> NamesBelow(ObjectDirectory store, string prefix, IReadOnlyCollection<ObjectType> types)
    {
        var names = new List<ObjectName>();
        using DirectoryHandle? folder = store.Handle.TryOpenDirectory(prefix, out int errno);
        if (folder is null)
            return errno == Errno.NoEntry ? names : throw Errno.Fault(errno, "open directory", store.Handle.Child(prefix));
        foreach (DirectoryEntry entry in folder.List())
        {
            if (ObjectLayout.Parse(prefix, entry.Name, store.Mode) is { } name && (types.Count == 0 || types.Contains(name.Type)))
                names.Add(name);
        }

        return names;
    }

    private static bool IsNearer(OstreeRepository repository, OstreeRepository parent, in ObjectName name)
    {
        for (OstreeRepository? nearer = repository; nearer is not null && nearer != parent; nearer = nearer.Parent)
        {
            if (nearer.Store.Contains(name))
                return true;
        }

        return false;
    }

    private static ObjectInfo Describe(OstreeRepository repository, in ObjectName name, long size, bool inParent) => new()
    {
        Checksum = name.Checksum,
        Type = name.Type,
        StoredSize = size,
        IsInParent = inParent,
        Repository = repository.Path,
    };
}
