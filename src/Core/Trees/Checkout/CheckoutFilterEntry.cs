using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>A file, directory or link of a commit before it is placed, as a filter sees it. What its object says is read when it is asked for, which is possible while the filter runs.</summary>
public sealed class CheckoutFilterEntry
{
    private readonly Lazy<ContentStatus> _status;

    internal CheckoutFilterEntry(string path, Checksum file, ObjectLoader objects)
    {
        Path = path;
        Checksum = file;
        _status = new Lazy<ContentStatus>(() => objects.StatContent(file));
    }

    internal CheckoutFilterEntry(string path, Checksum tree, DirMeta meta)
    {
        Path = path;
        Checksum = tree;
        _status = new Lazy<ContentStatus>(new ContentStatus(meta.Uid, meta.Gid, meta.Mode, 0, string.Empty, meta.Xattrs));
    }

    /// <summary>Its path below what is checked out, with a slash in front; <c>/</c> for the top.</summary>
    public string Path { get; }

    /// <summary>The last part of the path; <c>/</c> for the top.</summary>
    public string Name => Path.Length == 1 ? Path : Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The content object, or the dirtree object of a directory.</summary>
    public Checksum Checksum { get; }

    /// <summary>What it is.</summary>
    public TreeItemKind Kind => UnixMode.IsDirectory(Mode) ? TreeItemKind.Directory : UnixMode.IsSymlink(Mode) ? TreeItemKind.SymbolicLink : TreeItemKind.File;

    /// <summary>Type and permissions, as in <c>st_mode</c>.</summary>
    public uint Mode => _status.Value.Mode;

    /// <summary>Type and permissions in the letters of <c>ls -l</c>.</summary>
    public string ModeText => UnixMode.ToLetters(Mode);

    /// <summary>Owner in the commit.</summary>
    public uint Uid => _status.Value.Uid;

    /// <summary>Group in the commit.</summary>
    public uint Gid => _status.Value.Gid;

    /// <summary>Bytes of content; 0 for a directory or link.</summary>
    public long Size => Kind == TreeItemKind.File ? _status.Value.Size : 0;

    /// <summary>Where a symbolic link points; null for anything else.</summary>
    public string? Target => Kind == TreeItemKind.SymbolicLink ? _status.Value.Target : null;

    /// <summary>Whether it is left out, and all that is below it.</summary>
    public bool Skip { get; set; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
