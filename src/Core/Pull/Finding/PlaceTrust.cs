using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;

namespace OstreePS.Core.Pull.Finding;

/// <summary>What is demanded of places that were found, and what is told to them.</summary>
internal static class PlaceTrust
{
    private static readonly SignatureDemands AtLeastGpg = new() { Gpg = true, GpgSummary = false, SignSummary = false };
    private static readonly SignatureDemands AsConfigured = new() { GpgSummary = false, SignSummary = false };

    /// <summary>The summary of a place that nobody configured needs no signature: its commits do.</summary>
    internal static SignatureDemands SummaryOfStranger { get; } = new() { Gpg = false, GpgSummary = false, Sign = false, SignSummary = false };

    /// <summary>
    /// What commits need that were found: what the remote of their collection demands, and where it demands nothing, an OpenPGP
    /// signature all the same, for anyone can announce anything.
    /// </summary>
    internal static SignaturePolicy PolicyFor(OstreeRepository repository, Remote keyring)
        => SignaturePolicy.ForRemote(repository, keyring, keyring.GpgVerify || keyring.SignVerify.Count > 0 ? AsConfigured : AtLeastGpg);

    /// <summary>Credentials and headers are for places that the user or the configuration named, not for whoever answers; nor is such a one waited for long.</summary>
    internal static FetchOptions AccessFor(FinderKind finder, FetchOptions access)
        => finder == FinderKind.Lan ? access with { Headers = [], Credential = null, Retries = Math.Min(access.Retries, 1) } : access;
}
