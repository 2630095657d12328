namespace OstreePS.Core.Maintenance.Checking;

/// <summary>How a repository is checked, and what is repaired.</summary>
public sealed record CheckOptions
{
    /// <summary>Leave out the hashing of content: presence, structure and permissions only. Metadata is always hashed.</summary>
    public bool Quick { get; init; }

    /// <summary>Remove damaged objects, and mark the commits that need them, or that miss objects, as damaged.</summary>
    public bool Delete { get; init; }

    /// <summary>Mark commits that miss objects as damaged, without removing anything; part of <see cref="Delete"/>.</summary>
    public bool MarkPartial { get; init; }

    /// <summary>Leave a tombstone for each parent that is missing, and turn <c>core.tombstone-commits</c> on when there is one.</summary>
    public bool AddTombstones { get; init; }

    /// <summary>Check that each commit that a ref names is bound to that ref.</summary>
    public bool VerifyBindings { get; init; }

    /// <summary>Check that each ref a commit is bound to names it; includes <see cref="VerifyBindings"/>.</summary>
    public bool VerifyBackReferences { get; init; }

    internal bool Changes => Delete || MarkPartial || AddTombstones;
}
