using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Remoting;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull;

/// <summary>What remotes offer, without pulling any of it.</summary>
/// <param name="repository">The repository whose remotes are asked.</param>
/// <param name="observer">Hears of retries and mirrors.</param>
public sealed class RemoteCatalogue(OstreeRepository repository, IOperationObserver observer)
{
    /// <summary>Fetches the summary of a remote, checked as its configuration asks.</summary>
    /// <param name="name">The remote.</param>
    /// <param name="access">How to fetch.</param>
    /// <param name="cacheDirectory">Where copies are kept; null for the repository's own cache.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RemoteNotFound"/>, <see cref="OstreeFault.SummaryNotFound"/>, a fault of the network, or of a signature.</exception>
    public Task<Summary> ReadSummaryAsync(string name, FetchOptions access, string? cacheDirectory, CancellationToken stop)
        => ReadSummaryAsync(name, access, cacheDirectory, verify: true, stop);

    /// <summary>Fetches the summary of a remote.</summary>
    /// <param name="name">The remote.</param>
    /// <param name="access">How to fetch.</param>
    /// <param name="cacheDirectory">Where copies are kept; null for the repository's own cache.</param>
    /// <param name="verify">Whether its signatures are checked as the remote's configuration asks; without that, they are for the caller to look at.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RemoteNotFound"/>, <see cref="OstreeFault.SummaryNotFound"/>, a fault of the network, or of a signature.</exception>
    public async Task<Summary> ReadSummaryAsync(string name, FetchOptions access, string? cacheDirectory, bool verify, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(access);
        Remote remote = new RemoteStore(repository).Get(name);
        SignaturePolicy? policy = verify ? SignaturePolicy.ForRemote(repository, remote) : null;
        using RemoteConnection connection = await RemoteConnection.OpenAsync(repository, remote, access, url: null, observer, stop).ConfigureAwait(false);
        RemoteSummary? found = await connection.TryReadSummaryAsync(cacheDirectory, policy is { DemandsSummary: true } ? new SignatureGate(policy).CheckSummary : null, stop).ConfigureAwait(false);
        return found?.Summary ?? throw new OstreeException(
            OstreeFault.SummaryNotFound,
            $"The remote '{name}' at '{connection.Places[0]}' has no summary.",
            name,
            "Whoever publishes it can write one: Update-OstreeSummary, or ostree summary -u. Its refs can be pulled by name all the same.");
    }
}
