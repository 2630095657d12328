using System.Runtime.CompilerServices;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Walking;

/// <summary>A file, directory or symbolic link in a commit, with all that the commit says of it.</summary>
public sealed class TreeItem
{
    private readonly ItemReader _reader;
    private ExtendedAttributes? _xattrs;

    internal TreeItem(ItemReader reader, in TreeEntry entry, in ContentStatus status)
        : this(reader, entry, status.Uid, status.Gid, status.Mode, status.Xattrs)
    {
        Size = status.Size;
        Target = UnixMode.IsSymlink(status.Mode) ? status.Target : null;
    }

    internal TreeItem(ItemReader reader, in TreeEntry entry, DirMeta meta)
        : this(reader, entry, meta.Uid, meta.Gid, meta.Mode, meta.Xattrs)
        => MetaChecksum = entry.Meta;

    private TreeItem(ItemReader reader, in TreeEntry entry, uint uid, uint gid, uint mode, ExtendedAttributes? xattrs)
    {
        _reader = reader;
        _xattrs = xattrs;
        Path = entry.Path;
        Name = entry.Name;
        Checksum = entry.Checksum;
        Uid = uid;
        Gid = gid;
        Mode = mode;
    }

    /// <summary>Its absolute path in the commit; <c>/</c> for the root.</summary>
    public string Path { get; }

    /// <summary>The last part of the path; <c>/</c> for the root.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public TreeItemKind Kind => (Mode & UnixMode.TypeMask) switch
    {
        UnixMode.Directory => TreeItemKind.Directory,
        UnixMode.Symlink => TreeItemKind.SymbolicLink,
        _ => TreeItemKind.File,
    };

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.IsDirectory(Mode);

    /// <summary>Type and permissions, as in <c>st_mode</c>.</summary>
    public uint Mode { get; }

    /// <summary>Type and permissions in the letters of <c>ls -l</c>.</summary>
    public string ModeText => UnixMode.ToLetters(Mode);

    /// <summary>Owner.</summary>
    public uint Uid { get; }

    /// <summary>Group.</summary>
    public uint Gid { get; }

    /// <summary>Bytes of content; 0 for a directory or link.</summary>
    public long Size { get; }

    /// <summary>Where a symbolic link points; null for anything else.</summary>
    public string? Target { get; }

    /// <summary>The content object of a file or link, the dirtree object of a directory.</summary>
    public Checksum Checksum { get; }

    /// <summary>The dirmeta object of a directory; null for anything else.</summary>
    public Checksum? MetaChecksum { get; }

    /// <summary>Extended attributes. Modes that keep them apart from the rest read them when they are first asked for.</summary>
    /// <exception cref="Diagnostics.OstreeException">The object is gone or damaged by now.</exception>
    public ExtendedAttributes Xattrs => Volatile.Read(ref _xattrs) ?? LoadXattrs();

    /// <summary>The commit.</summary>
    public Checksum Commit => _reader.Commit;

    /// <summary>The path of the repository.</summary>
    public string Repository => _reader.RepositoryPath;

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ExtendedAttributes LoadXattrs()
    {
        ExtendedAttributes xattrs = _reader.LoadXattrs(Checksum);
        Volatile.Write(ref _xattrs, xattrs);
        return xattrs;
    }
}
