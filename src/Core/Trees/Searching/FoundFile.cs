using OstreePS.Core.Objects;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Searching;

/// <summary>A file, directory or link that a search found, and the commit in which it was found.</summary>
public sealed class FoundFile
{
    private readonly CommitInfo _commit;

    internal FoundFile(TreeItem item, CommitInfo commit)
    {
        Item = item;
        _commit = commit;
    }

    /// <summary>All that the commit says of it.</summary>
    public TreeItem Item { get; }

    /// <summary>Its absolute path in the commit.</summary>
    public string Path => Item.Path;

    /// <summary>The last part of the path.</summary>
    public string Name => Item.Name;

    /// <summary>What it is.</summary>
    public TreeItemKind Kind => Item.Kind;

    /// <summary>Type and permissions, as in <c>st_mode</c>.</summary>
    public uint Mode => Item.Mode;

    /// <summary>Type and permissions in the letters of <c>ls -l</c>.</summary>
    public string ModeText => Item.ModeText;

    /// <summary>Bytes of content; 0 for a directory or link.</summary>
    public long Size => Item.Size;

    /// <summary>Where a symbolic link points; null for anything else.</summary>
    public string? Target => Item.Target;

    /// <summary>The content object of a file or link, the dirtree object of a directory.</summary>
    public Checksum Checksum => Item.Checksum;

    /// <summary>The commit; in a history, the newest that has it so.</summary>
    public Checksum Commit => _commit.Checksum;

    /// <summary>When the commit was made, in UTC.</summary>
    public DateTimeOffset Date => _commit.Timestamp;

    /// <summary>The commit's subject.</summary>
    public string Subject => _commit.Subject;

    /// <summary>The refs that point to the commit.</summary>
    public IReadOnlyList<RefEntry> Refs => _commit.Refs;

    /// <summary>The path of the repository.</summary>
    public string Repository => _commit.Repository;

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
