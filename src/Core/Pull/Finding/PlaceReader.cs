using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Remoting;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Signing;
using OstreePS.Core.Stores;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Asks places what they have: their summaries, and where these leave doubts, single commits.</summary>
internal sealed class PlaceReader(OstreeRepository repository, FetchOptions access, string? cacheDirectory, IOperationObserver observer)
{
    /// <summary>Reads the summary of a place, checked as its configuration asks.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.SummaryNotFound"/>, <see cref="OstreeFault.MalformedSummary"/>, a fault of the network, or of a signature.</exception>
    internal async Task<PlaceOffers> ReadAsync(FoundPlace place, IRemoteFinder finder, CancellationToken stop)
    {
        var policy = SignaturePolicy.ForRemote(repository, place.Remote, finder.Kind == FinderKind.Config ? null : PlaceTrust.SummaryOfStranger);
        using RemoteConnection connection = await OpenAsync(place, finder.Kind, stop).ConfigureAwait(false);
        RemoteSummary? found = await connection.TryReadSummaryAsync(cacheDirectory, policy.DemandsSummary ? new SignatureGate(policy).CheckSummary : null, stop).ConfigureAwait(false);
        Summary summary = found?.Summary ?? throw new OstreeException(
            OstreeFault.SummaryNotFound,
            "It has no summary.",
            place.Url,
            "Whoever publishes it can write one: Update-OstreeSummary, or ostree summary -u.");
        return new PlaceOffers(place, finder, summary.LastModified, [.. place.Wanted
            .Select(wanted => (Ref: wanted, Entry: summary.Find(wanted.CollectionId!, wanted.Name)))
            .Where(pair => pair.Entry is not null)
            .Select(pair => Offer(place, pair.Ref, pair.Entry!))]);
    }

    // What the summary says of its own commit, it does not say of the one that the caller wants in its place.
    private static RefOffer Offer(FoundPlace place, PullRef wanted, SummaryRef entry)
        => wanted.Commit is { } given ? new RefOffer(place, wanted, given, Size: null, Timestamp: null) : new RefOffer(place, wanted, entry.Checksum, entry.CommitSize, entry.Timestamp);

    /// <summary>Fetches the commit of an offer; it is what its name says, and signed as the pull will demand.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/>, <see cref="OstreeFault.CorruptObject"/>, a fault of the network, or of a signature.</exception>
    internal async Task<Commit> FetchAsync(RefOffer offer, FinderKind finder, CancellationToken stop)
    {
        using RemoteConnection connection = await OpenAsync(offer.Place, finder, stop).ConfigureAwait(false);
        using var source = new HttpSource(connection, MetadataLimits.MaxBytes);
        var name = new ObjectName(offer.Commit, ObjectType.Commit);
        byte[] bytes = await source.ReadMetadataAsync(name, staging: null, stop).ConfigureAwait(false) ?? throw MissingObject.Of(name, source.Label);
        if (new Checksum(SHA256.HashData(bytes)) != offer.Commit)
            throw new OstreeException(OstreeFault.CorruptObject, $"The commit {offer.Commit} from '{source.Label}' is not what its name says.", name.ToString(), "Tell whoever publishes the repository.");
        var commit = Commit.Parse(bytes, $"Commit {offer.Commit}");
        Variant? detached = await source.ReadDetachedMetadataAsync(offer.Commit, stop).ConfigureAwait(false);
        RefTrust.PolicyOf(repository, offer.Place.Keyring).VerifyCommit(offer.Commit, bytes, detached);
        return commit;
    }

    private Task<RemoteConnection> OpenAsync(FoundPlace place, FinderKind finder, CancellationToken stop)
        => RemoteConnection.OpenAsync(repository, place.Remote, PlaceTrust.AccessFor(finder, access), url: null, observer, stop);
}
