using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Summaries;

/// <summary>A ref that a summary offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Checksum">The commit.</param>
/// <param name="CollectionId">Its collection; null for none.</param>
/// <param name="CommitSize">Bytes of the commit object.</param>
/// <param name="MetadataVariant">What else is said of it, an <c>a{sv}</c>.</param>
public sealed record SummaryRef(string Name, Checksum Checksum, string? CollectionId, ulong CommitSize, Variant MetadataVariant)
{
    /// <summary>The remote whose summary this is; null for a repository's own.</summary>
    public string? Remote { get; init; }

    /// <summary>The path of the repository that asked, or whose own summary this is.</summary>
    public string? Repository { get; init; }

    /// <summary>When the commit was made, in UTC; null when the summary does not say.</summary>
    public DateTimeOffset? Timestamp => Summary.TimeOf(MetadataVariant, SummaryKeys.CommitTimestamp);

    /// <summary>The version of the commit; null when the summary does not say.</summary>
    public string? Version => MetadataVariant.LookUp(SummaryKeys.CommitVersion) is { } version && version.Type == VariantType.String ? version.GetString() : null;

    /// <summary>The name as a revision can be given: <c>remote:name</c> for a remote's ref.</summary>
    public string Refspec => Remote is null ? Name : $"{Remote}:{Name}";

    /// <summary>The name as a revision can be given.</summary>
    public override string ToString() => Refspec;
}
