namespace OstreePS.Core.Repository;

/// <summary>Whether all of a commit is in the repository.</summary>
[Flags]
public enum CommitState
{
    /// <summary>As far as is known, all of it.</summary>
    Normal = 0,

    /// <summary>Only part of it was pulled.</summary>
    Partial = 1,

    /// <summary>A check found objects damaged or missing, and removed them.</summary>
    FsckPartial = 2,
}
