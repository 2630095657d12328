using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>What a prune keeps. Without any option every commit stays, and only what no commit needs goes.</summary>
public sealed record PruneOptions
{
    /// <summary>Keep only commits that refs lead to.</summary>
    public bool RefsOnly { get; init; }

    /// <summary>How many parents of a ref's commit stay; -1 for all.</summary>
    public int Depth { get; init; } = -1;

    /// <summary>Keep the parents of a ref's commit as long as they are not older than this. Implies <see cref="RefsOnly"/>.</summary>
    public DateTimeOffset? KeepYoungerThan { get; init; }

    /// <summary>The depth of single refs, instead of the other rules. Implies <see cref="RefsOnly"/>.</summary>
    public IReadOnlyDictionary<string, int> RetainBranchDepth { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The only refs whose history may shrink; empty for all. Implies <see cref="RefsOnly"/>.</summary>
    public IReadOnlyList<string> OnlyBranches { get; init; } = [];

    /// <summary>Rules of retention by pattern of ref. Implies <see cref="RefsOnly"/>.</summary>
    public IReadOnlyList<RetentionRule> Policy { get; init; } = [];

    /// <summary>A commit to delete, with a tombstone.</summary>
    public Checksum? DeleteCommit { get; init; }

    /// <summary>With <see cref="DeleteCommit"/>: delete only the static deltas to that commit, and keep the commit.</summary>
    public bool StaticDeltasOnly { get; init; }

    /// <summary>Delete commit objects only, and leave what they alone need for a later prune.</summary>
    public bool CommitOnly { get; init; }

    /// <summary>The most that the objects may take on the disk, in bytes. The oldest commits go first, and never a ref's own.</summary>
    public long? MaxSize { get; init; }

    /// <summary>What must be free on the file system, in bytes. The oldest commits go first, and never a ref's own.</summary>
    public long? MinFree { get; init; }

    /// <summary>Also remove from the cache of unpacked objects, which an archive keeps for checkouts, what no checkout links to any more.</summary>
    public bool CleanCache { get; init; }

    /// <summary>More commits to keep, whether or not a ref leads to them.</summary>
    public IReadOnlyCollection<Checksum> Roots { get; init; } = [];

    /// <summary>Do it even if no commit would stay.</summary>
    public bool Force { get; init; }

    /// <summary>The present moment, from which days are counted.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.UtcNow;

    internal bool HasBudget => MaxSize is not null || MinFree is not null;

    internal bool SelectsByRef => RefsOnly || KeepYoungerThan is not null || RetainBranchDepth.Count > 0 || OnlyBranches.Count > 0 || Policy.Count > 0 || HasBudget;
}
