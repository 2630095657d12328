using OstreePS.Core.Pull.Fetching;

namespace OstreePS.Core.Pull.Finding;

/// <summary>What to look for, and where.</summary>
public sealed record RemoteSearchOptions
{
    /// <summary>The refs, each with its collection. Where one names a commit, that is taken from any place that has the ref, instead of the newest.</summary>
    public required IReadOnlyList<PullRef> Refs { get; init; }

    /// <summary>How to look; none for what <see cref="Urls"/> and <see cref="MountPoints"/> ask for, or else for what the repository's config says.</summary>
    public IReadOnlyList<FinderKind> Finders { get; init; } = [];

    /// <summary>Places to look at, whatever is configured.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Directories to look at as if a removable volume were mounted there.</summary>
    public IReadOnlyList<string> MountPoints { get; init; } = [];

    /// <summary>How to fetch.</summary>
    public FetchOptions Access { get; init; } = new();

    /// <summary>Where copies of signed summaries are kept; null for the repository's own cache.</summary>
    public string? CacheDirectory { get; init; }
}
