using System.Runtime.InteropServices;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Building;

/// <summary>
/// Knows the device and inode of every content object that is a file of its own, and so recognizes in a checkout the hard
/// links to them: upstream's devino cache, filled by a scan.
/// </summary>
internal sealed class ObjectLinks
{
    private readonly Dictionary<Key, Checksum> _objects;
    private readonly OstreeRepository _repository;
    private readonly bool _canonical;

    private ObjectLinks(OstreeRepository repository, Dictionary<Key, Checksum> objects, bool canonical)
    {
        _repository = repository;
        _objects = objects;
        _canonical = canonical;
    }

    /// <summary>Scans a repository and its parents.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="canonical">Whether a link is taken for its object whatever the other options say.</param>
    /// <param name="stop">Ends the scan.</param>
    internal static ObjectLinks Scan(OstreeRepository repository, bool canonical, CancellationToken stop)
    {
        var objects = new Dictionary<Key, Checksum>();
        for (OstreeRepository? scanned = repository; scanned is not null; scanned = scanned.Parent)
        {
            if (scanned.Mode != RepositoryMode.Archive)
                Scan(scanned.Store.Directory.Handle, objects, stop);
        }

        return new ObjectLinks(repository, objects, canonical);
    }

    internal Checksum? Find(in FileStatus status)
        => !status.IsDirectory && _objects.TryGetValue(new Key(status.Device, status.Inode), out Checksum checksum) ? checksum : null;

    /// <summary>Applies the options to a file that is an object.</summary>
    /// <returns>The file, with its content where the options leave it as it is; null when it is left out.</returns>
    internal SourceFile? Admit(TreeModifier modifier, string path, string name, in FileStatus status, in Checksum known)
    {
        var attributes = new TreeModifier.Attributes(status.Uid, status.Gid, status.Mode);
        if (_canonical)
            return new SourceFile(name, status, attributes, new SourceFacts(known, Xattrs: null));
        ExtendedAttributes? xattrs = null;
        if (_repository.Mode == RepositoryMode.BareUser)
        {
            // The file on disk belongs to whoever checked it out; its true owner and mode are in the object.
            (FileHeader header, _) = _repository.Objects.LoadFileHeader(known);
            attributes = new TreeModifier.Attributes(header.Uid, header.Gid, header.Mode);
            xattrs = modifier.SkipXattrs ? null : header.Xattrs;
        }

        TreeModifier.Attributes before = attributes;
        if (!modifier.TryApply(path, isDirectoryBelow: false, ref attributes))
            return null;
        bool unchanged = attributes == before && !modifier.SkipXattrs;
        return new SourceFile(name, status, attributes, unchanged || xattrs is not null ? new SourceFacts(unchanged ? known : null, xattrs) : null);
    }

    private static void Scan(DirectoryHandle root, Dictionary<Key, Checksum> objects, CancellationToken stop)
    {
        var prefixes = root.List().Where(e => e.Name.Length == 2).Select(e => e.Name).ToList();
        Parallel.ForEach(
            prefixes,
            new ParallelOptions { CancellationToken = stop },
            static () => new List<(Key, Checksum)>(),
            (prefix, _, found) =>
            {
                ScanPrefix(root, prefix, found);
                return found;
            },
            found =>
            {
                lock (objects)
                {
                    foreach ((Key key, Checksum checksum) in found)
                        objects[key] = checksum;
                }
            });
    }

    private static void ScanPrefix(DirectoryHandle root, string prefix, List<(Key Key, Checksum Checksum)> found)
    {
        const string Suffix = ".file";
        if (root.TryOpenDirectory(prefix, out _) is not { } directory)
            return;
        using (directory)
        {
            foreach (DirectoryEntry entry in directory.List())
            {
                if (entry.Name.EndsWith(Suffix, StringComparison.Ordinal)
                    && Checksum.TryParse(prefix + entry.Name[..^Suffix.Length], out Checksum checksum)
                    && directory.TryStat(entry.Name, out _) is { } status)
                {
                    found.Add((new Key(status.Device, status.Inode), checksum));
                }
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(ulong Device, ulong Inode);
}
