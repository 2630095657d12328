using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Walking;

/// <summary>A file, directory or symbolic link in a commit, with all that the commit says of it.</summary>
public sealed record TreeItem
{
    /// <summary>Its absolute path in the commit; <c>/</c> for the root.</summary>
    public required string Path { get; init; }

    /// <summary>The last part of the path; <c>/</c> for the root.</summary>
    public required string Name { get; init; }

    /// <summary>Type and permissions, as in <c>st_mode</c>.</summary>
    public required uint Mode { get; init; }

    /// <summary>Owner.</summary>
    public required uint Uid { get; init; }

    /// <summary>Group.</summary>
    public required uint Gid { get; init; }

    /// <summary>Bytes of content; 0 for a directory or link.</summary>
    public long Size { get; init; }

    /// <summary>Where a symbolic link points; null for anything else.</summary>
    public string? Target { get; init; }

    /// <summary>The content object of a file or link, the dirtree object of a directory.</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>The dirmeta object of a directory; null for anything else.</summary>
    public Checksum? MetaChecksum { get; init; }

    /// <summary>Extended attributes.</summary>
    public required ExtendedAttributes Xattrs { get; init; }

    /// <summary>The commit.</summary>
    public required Checksum Commit { get; init; }

    /// <summary>The path of the repository.</summary>
    public required string Repository { get; init; }

    /// <summary>What it is.</summary>
    public TreeItemKind Kind => (Mode & UnixMode.TypeMask) switch
    {
        UnixMode.Directory => TreeItemKind.Directory,
        UnixMode.Symlink => TreeItemKind.SymbolicLink,
        _ => TreeItemKind.File,
    };

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.IsDirectory(Mode);

    /// <summary>Type and permissions in the letters of <c>ls -l</c>.</summary>
    public string ModeText => UnixMode.ToLetters(Mode);

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
