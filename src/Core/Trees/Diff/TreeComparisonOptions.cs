namespace OstreePS.Core.Trees.Diff;

/// <summary>How trees are compared. All of it concerns directories on disk only; commits are taken as they are.</summary>
public sealed record TreeComparisonOptions
{
    /// <summary>Whether what lies on disk is taken to have no extended attributes. Always so where the repository keeps none.</summary>
    public bool NoXattrs { get; init; }

    /// <summary>The owner of everything on disk; null to take owners as they are.</summary>
    public uint? OwnerUid { get; init; }

    /// <summary>The group of everything on disk; null to take groups as they are.</summary>
    public uint? OwnerGid { get; init; }
}
