using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Building;

/// <summary>One layer of a tree to commit. Layers are laid over one another in their order.</summary>
public sealed record TreeSource
{
    private TreeSource(TreeSourceKind kind) => Kind = kind;

    /// <summary>What it is.</summary>
    public TreeSourceKind Kind { get; }

    /// <summary>The directory or archive; null for a commit, or an archive that is a stream.</summary>
    public string? Path { get; private init; }

    /// <summary>The archive as a stream, read from where it stands; null for one that has a path.</summary>
    public Stream? Stream { get; private init; }

    /// <summary>The commit; null for anything else.</summary>
    public string? Revision { get; private init; }

    /// <summary>The part of the commit that is taken: a directory, or a single file; null for all of it.</summary>
    public string? Subpath { get; init; }

    /// <summary>The directory of the new tree below which it is put; null for its root.</summary>
    public string? Prefix { get; init; }

    /// <summary>A directory of the file system.</summary>
    public static TreeSource FromDirectory(string path) => new(TreeSourceKind.Directory) { Path = path };

    /// <summary>A tar archive.</summary>
    public static TreeSource FromTar(string path) => new(TreeSourceKind.Tar) { Path = path };

    /// <summary>A tar archive that is read from a stream; the caller closes it.</summary>
    public static TreeSource FromTar(Stream stream) => new(TreeSourceKind.Tar) { Stream = stream };

    /// <summary>A commit.</summary>
    public static TreeSource FromCommit(string revision) => new(TreeSourceKind.Commit) { Revision = revision };

    /// <summary>Reads upstream's spelling: <c>dir=PATH</c>, <c>tar=FILE</c>, <c>ref=REVISION</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>.</exception>
    public static TreeSource Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string value = text[(equals + 1)..];
        return (equals < 0 ? string.Empty : text[..equals]) switch
        {
            "dir" when value.Length > 0 => FromDirectory(value),
            "tar" when value.Length > 0 => FromTar(value),
            "ref" when value.Length > 0 => FromCommit(value),
            _ => throw new OstreeException(OstreeFault.InvalidOption, $"'{text}' is no source of a tree.", text, "Write dir=PATH, tar=FILE or ref=REVISION."),
        };
    }

    /// <summary>Upstream's spelling.</summary>
    public override string ToString() => Kind switch
    {
        TreeSourceKind.Directory => $"dir={Path}",
        TreeSourceKind.Tar => $"tar={Path ?? "-"}",
        _ => $"ref={Revision}{(Subpath is null ? string.Empty : $":{Subpath}")}",
    };
}
