namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>What a prune did, or would do.</summary>
public sealed record PruneResult
{
    /// <summary>The repository's path.</summary>
    public required string Repository { get; init; }

    /// <summary>Objects there were; commits only where only those were pruned.</summary>
    public required long ObjectsTotal { get; init; }

    /// <summary>Objects that went, commits included.</summary>
    public required long ObjectsDeleted { get; init; }

    /// <summary>Bytes of the files that went.</summary>
    public required long BytesFreed { get; init; }

    /// <summary>Commits there were.</summary>
    public required long CommitsTotal { get; init; }

    /// <summary>Commits that went.</summary>
    public required long CommitsDeleted { get; init; }

    /// <summary>Static deltas, and their indexes, that went.</summary>
    public required long DeltasDeleted { get; init; }

    /// <summary>Unpacked objects that went from the cache of an archive.</summary>
    public long CachedDeleted { get; init; }

    /// <summary>Whether this is only a plan: nothing was deleted.</summary>
    public required bool IsPlan { get; init; }

    /// <summary>Whether the size budget that was asked for is met; true when none was.</summary>
    public required bool BudgetMet { get; init; }

    /// <summary>Each commit, whether it stays and why; the newest first.</summary>
    public required IReadOnlyList<CommitDecision> Commits { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    internal static PruneResult Of(PrunePlan plan, bool isPlan, TimeSpan duration) => new()
    {
        Repository = plan.Repository,
        ObjectsTotal = plan.ObjectsTotal,
        ObjectsDeleted = plan.Objects.Count,
        BytesFreed = plan.Bytes,
        CommitsTotal = plan.Commits.Count,
        CommitsDeleted = plan.CommitsDeleted,
        DeltasDeleted = plan.Deltas.Count,
        CachedDeleted = plan.Cached.Count,
        IsPlan = isPlan,
        BudgetMet = plan.BudgetMet,
        Commits = plan.Commits,
        Duration = duration,
    };

    /// <summary>What went.</summary>
    public override string ToString() => $"{ObjectsDeleted} of {ObjectsTotal} objects deleted, {BytesFreed} bytes freed";
}
