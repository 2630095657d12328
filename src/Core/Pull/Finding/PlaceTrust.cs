using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Signing;

namespace OstreePS.Core.Pull.Finding;

/// <summary>What is demanded of places that were found, and what is told to them.</summary>
internal static class PlaceTrust
{
    /// <summary>The summary of a place that nobody configured needs no signature: its commits do.</summary>
    internal static SignatureDemands SummaryOfStranger { get; } = new() { Gpg = false, GpgSummary = false, Sign = false, SignSummary = false };

    /// <summary>Whom to believe when places contradict each other: the lower number, which is another order than the one to pull in.</summary>
    internal static int RankOf(FinderKind finder) => finder switch
    {
        FinderKind.Config => 0,
        FinderKind.Override => 1,
        FinderKind.Mount => 2,
        _ => 3,
    };

    /// <summary>Credentials and headers are for places that the user or the configuration named, not for whoever answers; nor is such a one waited for long.</summary>
    internal static FetchOptions AccessFor(FinderKind finder, FetchOptions access)
        => finder == FinderKind.Lan ? access with { Headers = [], Credential = null, Retries = Math.Min(access.Retries, 1) } : access;
}
