using OstreePS.Core.Objects;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Trees.Diff;

namespace OstreePS.Core.Trees.Searching;

/// <summary>A commit that did something to a path.</summary>
public sealed class FileChange
{
    private readonly CommitInfo _commit;

    internal FileChange(string path, FileChangeKind change, TreeChanges changes, TreeFacts? before, TreeFacts? after, Checksum? content, CommitInfo commit)
    {
        Path = path;
        Change = change;
        Changes = changes;
        Before = before;
        After = after;
        Checksum = content;
        _commit = commit;
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>What the commit did.</summary>
    public FileChangeKind Change { get; }

    /// <summary>In which ways it was modified; for a directory, <see cref="TreeChanges.Content"/> means that something below it changed.</summary>
    public TreeChanges Changes { get; }

    /// <summary>What the commit before says of it; null when that does not have it.</summary>
    public TreeFacts? Before { get; }

    /// <summary>What this commit says of it; null when it was removed.</summary>
    public TreeFacts? After { get; }

    /// <summary>The content object of a file or link, the dirtree object of a directory; null when it was removed.</summary>
    public Checksum? Checksum { get; }

    /// <summary>Bytes of content after the change; null when it was removed.</summary>
    public long? Size => After?.Size;

    /// <summary>The commit.</summary>
    public Checksum Commit => _commit.Checksum;

    /// <summary>The commit before; null for a first one.</summary>
    public Checksum? Parent => _commit.Parent;

    /// <summary>When the commit was made, in UTC.</summary>
    public DateTimeOffset Date => _commit.Timestamp;

    /// <summary>The commit's subject.</summary>
    public string Subject => _commit.Subject;

    /// <summary>The version that the commit says it is; null for none.</summary>
    public string? Version => _commit.Version;

    /// <summary>The path of the repository.</summary>
    public string Repository => _commit.Repository;

    /// <summary>Letter, path and commit.</summary>
    public override string ToString() => $"{(Change == FileChangeKind.Removed ? 'D' : Change.ToString()[0])} {Path} {Commit}";
}
