namespace OstreePS.Core.Pull.Fetching;

/// <summary>What to fetch, and how much of it is allowed.</summary>
/// <param name="Mirrors">Where the repository is; the first that has the file counts.</param>
/// <param name="Path">The file within the repository.</param>
/// <param name="Limit">The most bytes that it may have.</param>
internal sealed record FetchRequest(IReadOnlyList<BaseUrl> Mirrors, string Path, long Limit)
{
    /// <summary>Whether it may be missing.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Whether only its length is asked for, not the file itself.</summary>
    internal bool IsMeasure { get; init; }

    /// <summary>The tag of a copy that is known; the answer may be that it is still good.</summary>
    internal string? KnownTag { get; init; }

    /// <summary>When the known copy was modified.</summary>
    internal DateTimeOffset? KnownTime { get; init; }

    /// <summary>The name under which the part that came is kept from one pull to the next; null keeps all in memory.</summary>
    internal string? PartialName { get; init; }

    /// <summary>Where that part is kept.</summary>
    internal PartialFiles? Parts { get; init; }

    /// <summary>Hears of bytes as they come; null for nobody.</summary>
    internal Action<long>? Arrived { get; init; }

    /// <summary>Tells a closer limit from the first bytes, of which it gets at least <see cref="BodySink.HeadBytes"/>; null for none.</summary>
    internal Func<ReadOnlySpan<byte>, long>? LimitFromHead { get; init; }
}
