using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>What a prune will do, before it does anything.</summary>
public sealed record PrunePlan
{
    /// <summary>The repository's path.</summary>
    public required string Repository { get; init; }

    /// <summary>Objects there are: content, directories, commits, links to payloads; commits only where only those are pruned.</summary>
    public required long ObjectsTotal { get; init; }

    /// <summary>Objects that go, in order of their names. Commits are among them.</summary>
    public required IReadOnlyList<PrunedObject> Objects { get; init; }

    /// <summary>Sets of attributes that nothing uses any more, and links to them, that go; only in <c>bare-split-xattrs</c> repositories.</summary>
    public IReadOnlyList<PrunedObject> Attributes { get; init; } = [];

    /// <summary>Each commit, whether it stays and why; the newest first.</summary>
    public required IReadOnlyList<CommitDecision> Commits { get; init; }

    /// <summary>Directories of static deltas, and files of their indexes, that go; relative to the repository.</summary>
    public required IReadOnlyList<string> Deltas { get; init; }

    /// <summary>Unpacked objects that go from the cache of an archive.</summary>
    public IReadOnlyList<PrunedObject> Cached { get; init; } = [];

    /// <summary>A commit that is deleted by name, and leaves a tombstone in any case.</summary>
    public Checksum? DeletedByName { get; init; }

    /// <summary>Whether only commits go.</summary>
    public bool CommitOnly { get; init; }

    /// <summary>Whether the size budget that was asked for is met; true when none was.</summary>
    public bool BudgetMet { get; init; } = true;

    /// <summary>Bytes of the files that go; static deltas not counted.</summary>
    public long Bytes => Objects.Sum(static item => item.Size) + Cached.Sum(static item => item.Size);

    /// <summary>Commits that go.</summary>
    public long CommitsDeleted => Objects.Count(static item => item.Name.Type == ObjectType.Commit);

    /// <summary>Whether anything goes.</summary>
    public bool IsEmpty => Objects.Count + Attributes.Count + Deltas.Count + Cached.Count == 0;
}
