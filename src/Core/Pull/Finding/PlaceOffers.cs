namespace OstreePS.Core.Pull.Finding;

/// <summary>What the summary of a place offers of the refs that are looked for.</summary>
/// <param name="Place">The place.</param>
/// <param name="Finder">Who found it.</param>
/// <param name="LastModified">When the summary was written; null when it does not say.</param>
/// <param name="Offers">The refs.</param>
internal sealed record PlaceOffers(FoundPlace Place, IRemoteFinder Finder, DateTimeOffset? LastModified, IReadOnlyList<RefOffer> Offers);
