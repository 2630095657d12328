namespace OstreePS.Core.Trees.Searching;

/// <summary>What a commit did to a path.</summary>
public enum FileChangeKind
{
    /// <summary>The commit brought it: the one before does not have it.</summary>
    Added,

    /// <summary>The commit changed it.</summary>
    Modified,

    /// <summary>The commit does not have it any more.</summary>
    Removed,

    /// <summary>It is in the oldest commit that the repository has; one before may have brought it.</summary>
    Present,
}
