using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Finding;

/// <summary>
/// Tells which of the commits that are offered for a ref is the newest. Where places agree, their word is enough, for the pull
/// verifies it; where they do not, the commit must bear a signature before it can push others aside.
/// </summary>
internal sealed class NewestCommits(OstreeRepository repository, PlaceReader reader, IOperationObserver observer)
{
    /// <summary>The newest commit of a ref, and its time; null when no place has the ref.</summary>
    /// <param name="offers">What places offer, the most trusted place first.</param>
    /// <param name="stop">Ends it.</param>
    internal async Task<(Checksum Commit, DateTimeOffset? Timestamp)?> OfAsync(IReadOnlyList<(RefOffer Offer, FinderKind Finder)> offers, CancellationToken stop)
    {
        Candidate[] candidates = [.. offers.GroupBy(pair => pair.Offer.Commit).Select(group => new Candidate(group.Key, [.. group]))];
        bool disputed = candidates.Length > 1;
        foreach (Candidate candidate in candidates)
        {
            candidate.Timestamp = CommitTimes.Here(repository, candidate.Commit) ?? candidate.Offers.Select(pair => pair.Offer.Timestamp).FirstOrDefault(time => time is not null);
            if (candidate.Timestamp is null)
                await VerifyAsync(candidate, stop).ConfigureAwait(false);
        }

        Candidate[] newestFirst = [.. candidates.OrderByDescending(candidate => candidate.Timestamp ?? DateTimeOffset.MinValue)];
        if (!disputed)
            return newestFirst is [var only] ? (only.Commit, only.Timestamp) : null;
        foreach (Candidate candidate in newestFirst)
        {
            DateTimeOffset? claimed = candidate.Timestamp;
            if ((candidate.IsVerified || await VerifyAsync(candidate, stop).ConfigureAwait(false)) && candidate.Timestamp == claimed)
                return (candidate.Commit, candidate.Timestamp);
        }

        return (newestFirst[0].Commit, newestFirst[0].Timestamp);
    }

    private async Task<bool> VerifyAsync(Candidate candidate, CancellationToken stop)
    {
        foreach ((RefOffer offer, FinderKind finder) in candidate.Offers)
        {
            try
            {
                candidate.Timestamp = CommitTimes.Of(await reader.FetchAsync(offer, finder, stop).ConfigureAwait(false));
                candidate.IsVerified = true;
                return true;
            }
            catch (OstreeException e)
            {
                observer.Note($"The commit {candidate.Commit} that '{offer.Place.Url}' offers for {offer.Ref} is not relied upon: {e.Message}");
            }
        }

        return false;
    }

    private sealed class Candidate(Checksum commit, IReadOnlyList<(RefOffer Offer, FinderKind Finder)> offers)
    {
        internal Checksum Commit { get; } = commit;

        internal IReadOnlyList<(RefOffer Offer, FinderKind Finder)> Offers { get; } = offers;

        internal DateTimeOffset? Timestamp { get; set; }

        internal bool IsVerified { get; set; }
    }
}
