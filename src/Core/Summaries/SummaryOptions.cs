using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Summaries;

/// <summary>How a summary is written.</summary>
public sealed record SummaryOptions
{
    /// <summary>Metadata besides what OSTree itself writes, in order; its own keys cannot be replaced, save <c>ostree.summary.expires</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, Variant>> Metadata { get; init; } = [];

    /// <summary>Hears of commits that are damaged and listed all the same.</summary>
    public IOperationObserver Observer { get; init; } = IOperationObserver.None;

    /// <summary>When clients should look for another; null does not say.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether a repository with a collection also gets a commit <c>ostree-metadata</c> with the same metadata, as upstream's command makes it.</summary>
    public bool WriteMetadataCommit { get; init; } = true;

    /// <summary>
    /// Signs: from bytes, of the summary or of the metadata commit, to signatures by engine, an <c>a{sv}</c>. Null leaves both
    /// unsigned, and removes a signature that no longer fits.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, Variant>? Sign { get; init; }
}
