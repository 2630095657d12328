namespace OstreePS.Core.Trees.Export;

/// <summary>What of a commit is exported, and how.</summary>
public sealed record ExportOptions
{
    /// <summary>The directory of the commit that is exported, as the root of the archive; null for all of the commit.</summary>
    public string? Subpath { get; init; }

    /// <summary>The directory that is put in front of all paths; null for none.</summary>
    public string? Prefix { get; init; }

    /// <summary>Whether extended attributes are left out.</summary>
    public bool NoXattrs { get; init; }
}
