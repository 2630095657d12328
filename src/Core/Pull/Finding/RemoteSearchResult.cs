using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Finding;

/// <summary>What a search found.</summary>
/// <param name="Remotes">The places that have the newest commit of some ref, the best first.</param>
/// <param name="Missing">What is to be said of each ref that no place has.</param>
public sealed record RemoteSearchResult(IReadOnlyList<FoundRemote> Remotes, IReadOnlyList<OstreeException> Missing);
