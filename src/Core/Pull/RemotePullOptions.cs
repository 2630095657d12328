using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull;

/// <summary>How to reach a remote, and what to demand of it.</summary>
public sealed record RemotePullOptions
{
    /// <summary>How to fetch.</summary>
    public FetchOptions Access { get; init; } = new();

    /// <summary>Another place than the configured one; null for that.</summary>
    public string? Url { get; init; }

    /// <summary>Where copies of signed summaries are kept; null for the repository's own cache.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Paths of repositories on this machine that are asked for objects first.</summary>
    public IReadOnlyList<string> LocalCaches { get; init; } = [];

    /// <summary>The largest metadata object that is fetched, in bytes.</summary>
    public long MetadataLimit { get; init; } = Stores.MetadataLimits.MaxBytes;

    /// <summary>A summary of the remote with its signatures, which is taken in place of the one there; it is checked all the same. Null to fetch it.</summary>
    public Summary? Summary { get; init; }

    /// <summary>What is changed of the signatures that the remote's settings demand; null for nothing.</summary>
    public SignatureDemands? Demands { get; init; }
}
