namespace OstreePS.Core.Trees.Diff;

/// <summary>What became of a path.</summary>
public enum TreeDifferenceStatus
{
    /// <summary>Only the difference has it.</summary>
    Added,

    /// <summary>Only the reference has it; what lay in a removed directory is not listed again.</summary>
    Removed,

    /// <summary>Both have it, and it is not the same.</summary>
    Modified,
}
