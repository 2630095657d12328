using System.Collections.Concurrent;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Finds places from which refs of collections can be pulled.</summary>
/// <remarks>Finders run at the same time, and so are summaries read. A place that fails is passed over, with a note.</remarks>
public sealed class RemoteSearch
{
    private const int AtOnce = 8;
    private const int ReasonsTold = 3;
    private readonly OstreeRepository _repository;
    private readonly RemoteSearchOptions _options;
    private readonly IOperationObserver _observer;
    private readonly PlaceReader _reader;
    private readonly ConcurrentQueue<(string Place, OstreeException Reason)> _passedOver = [];

    private RemoteSearch(OstreeRepository repository, RemoteSearchOptions options, IOperationObserver observer)
    {
        _repository = repository;
        _options = options;
        _observer = observer;
        _reader = new PlaceReader(repository, options.Access, options.CacheDirectory, observer);
    }

    /// <summary>Searches.</summary>
    /// <param name="repository">The repository that wants the refs: it has the remotes and their keys.</param>
    /// <param name="options">What to look for, and where.</param>
    /// <param name="observer">Hears what is passed over, and why.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>, <see cref="OstreeFault.InvalidOption"/> for a ref without collection, or <see cref="OstreeFault.InvalidConfig"/>.</exception>
    public static Task<RemoteSearchResult> RunAsync(OstreeRepository repository, RemoteSearchOptions options, IOperationObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(options);
        return new RemoteSearch(repository, options, observer).RunAsync(stop);
    }

    private async Task<RemoteSearchResult> RunAsync(CancellationToken stop)
    {
        IReadOnlyList<PullRef> wanted = Checked(_options.Refs);
        var keyrings = new CollectionKeyrings(_repository, _observer);
        IReadOnlyList<IRemoteFinder> finders = FinderSet.Of(_repository, _options, _observer);
        IReadOnlyList<FoundPlace>[] places = await Task.WhenAll(finders.Select(finder => finder.FindAsync(wanted, keyrings, stop))).ConfigureAwait(false);
        var read = new ConcurrentBag<PlaceOffers>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
        await Parallel.ForEachAsync(finders.SelectMany((finder, i) => places[i].Select(place => (Place: place, Finder: finder))), limits, async (pair, token) =>
        {
            if (await TryReadAsync(pair.Place, pair.Finder, token).ConfigureAwait(false) is { } offers)
                read.Add(offers);
        }).ConfigureAwait(false);

        // What places say is weighed in the order of trust, whatever answered first: a neighbour must not discredit the vendor.
        PlaceOffers[] ordered = Consistent([.. read.OrderBy(offers => PlaceTrust.RankOf(offers.Finder.Kind)).ThenBy(offers => offers.Place.Remote.Name, Utf8Order.Comparer)]);
        Dictionary<PullRef, (Checksum Commit, DateTimeOffset? Timestamp)> newest = await ChooseAsync(wanted, ordered, stop).ConfigureAwait(false);
        List<FoundRemote> found = [.. ordered.Select(offers => Result(offers, newest)).Where(remote => remote.Refs.Count > 0)];
        found.Sort(FoundRemoteOrder.Instance);
        return new RemoteSearchResult(found, [.. wanted.Where(entry => !newest.ContainsKey(entry)).Select(entry => Missing(entry, keyrings))]);
    }

    private static IReadOnlyList<PullRef> Checked(IReadOnlyList<PullRef> refs)
    {
        foreach (PullRef wanted in refs)
        {
            if (wanted.CollectionId is not { } collection)
                throw new OstreeException(OstreeFault.InvalidOption, $"The ref '{wanted.Name}' has no collection, and only refs of collections can be found.", wanted.Name, "Name its collection with -CollectionId.");
            RefName.ValidateCollection(collection);
            RefName.Validate(wanted.Name);
        }

        return [.. refs.DistinctBy(wanted => (wanted.CollectionId, wanted.Name))];
    }

    private async Task<PlaceOffers?> TryReadAsync(FoundPlace place, IRemoteFinder finder, CancellationToken stop)
    {
        try
        {
            PlaceOffers offers = await _reader.ReadAsync(place, finder, stop).ConfigureAwait(false);
            if (offers.Offers.Count > 0)
                return offers;
            _observer.Note($"'{place.Url}' has none of the refs.");
        }
        catch (OstreeException e)
        {
            PassOver(place, e);
        }

        return null;
    }

    // As upstream: who contradicts what is known, or what a place before it says, of the same commit, is not believed at all.
    private PlaceOffers[] Consistent(IReadOnlyList<PlaceOffers> all)
    {
        var known = new Dictionary<Checksum, (ulong? Size, DateTimeOffset? Timestamp)>();
        var kept = new List<PlaceOffers>();
        foreach (PlaceOffers place in all)
        {
            RefOffer? wrong = place.Offers.FirstOrDefault(offer => Contradicts(offer, known));
            if (wrong is null)
                kept.Add(place);
            else
                PassOver(place.Place, new OstreeException(OstreeFault.MalformedSummary, $"Its summary says of the commit {wrong.Commit} what is known to be otherwise.", place.Place.Url));
        }

        return [.. kept];
    }

    private bool Contradicts(RefOffer offer, Dictionary<Checksum, (ulong? Size, DateTimeOffset? Timestamp)> known)
    {
        if (!known.TryGetValue(offer.Commit, out (ulong? Size, DateTimeOffset? Timestamp) before))
        {
            before = (offer.Size, CommitTimes.Here(_repository, offer.Commit));
            known.Add(offer.Commit, before with { Timestamp = before.Timestamp ?? offer.Timestamp });
        }

        return (offer.Size is { } size && before.Size is { } knownSize && size != knownSize) || (offer.Timestamp is { } claimed && before.Timestamp is { } time && claimed != time);
    }

    private async Task<Dictionary<PullRef, (Checksum Commit, DateTimeOffset? Timestamp)>> ChooseAsync(IReadOnlyList<PullRef> wanted, IReadOnlyList<PlaceOffers> places, CancellationToken stop)
    {
        var commits = new NewestCommits(_repository, _reader, _observer);
        var newest = new Dictionary<PullRef, (Checksum Commit, DateTimeOffset? Timestamp)>();
        foreach (PullRef entry in wanted)
        {
            (RefOffer, FinderKind)[] offers = [.. places.SelectMany(place => place.Offers.Where(offer => offer.Ref == entry).Select(offer => (offer, place.Finder.Kind)))];
            if (await commits.OfAsync(offers, stop).ConfigureAwait(false) is { } best)
                newest.Add(entry, best);
        }

        return newest;
    }

    private FoundRemote Result(PlaceOffers offers, Dictionary<PullRef, (Checksum Commit, DateTimeOffset? Timestamp)> newest)
    {
        FoundRef[] refs = [.. offers.Offers
            .Where(offer => newest[offer.Ref].Commit == offer.Commit)
            .Select(offer => new FoundRef(offer.Ref.Name, offer.Ref.CollectionId!, offer.Commit, newest[offer.Ref].Timestamp))];
        if (refs.Length == 0)
            _observer.Note($"'{offers.Place.Url}' is left out: other places have newer commits of all its refs.");
        return new FoundRemote(offers.Place, offers.Finder, _repository.Path, offers.LastModified, refs);
    }

    private void PassOver(FoundPlace place, OstreeException reason)
    {
        _passedOver.Enqueue((place.Url, reason));
        string text = $"'{place.Url}' is passed over: {reason.Message}";
        if (reason.Fault is OstreeFault.SignatureInvalid or OstreeFault.SignatureUntrusted or OstreeFault.SignatureExpired or OstreeFault.SignatureRevoked or OstreeFault.SignatureMissing)
            _observer.Warn(text);
        else
            _observer.Note(text);
    }

    private OstreeException Missing(PullRef wanted, CollectionKeyrings keyrings)
    {
        if (keyrings.Find(wanted.CollectionId!) is null)
        {
            return new OstreeException(
                OstreeFault.RefNotFound,
                $"The ref {wanted} was not looked for: no remote of the repository has the collection '{wanted.CollectionId}', so no keys are known that could verify it.",
                wanted.ToString(),
                "Add a remote with Add-OstreeRemote -CollectionId.");
        }

        (string Place, OstreeException Reason)[] reasons = [.. _passedOver.DistinctBy(pair => pair.Place, StringComparer.Ordinal)];
        string told = string.Concat(reasons.Take(ReasonsTold).Select(pair => $" '{pair.Place}' was passed over: {pair.Reason.Message}"));
        return new OstreeException(
            OstreeFault.RefNotFound,
            $"The ref {wanted} was found nowhere.{told}",
            wanted.ToString(),
            "With -Verbose, all places that were looked at are named.",
            reasons.Select(pair => pair.Reason).FirstOrDefault());
    }
}
