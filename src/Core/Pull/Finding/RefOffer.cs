using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Finding;

/// <summary>What a place says of a ref.</summary>
/// <param name="Place">The place.</param>
/// <param name="Ref">The ref.</param>
/// <param name="Commit">The commit that it has there.</param>
/// <param name="Size">Bytes of the commit object, by the summary; null when it does not say.</param>
/// <param name="Timestamp">When the commit was made, by the summary; null when it does not say.</param>
internal sealed record RefOffer(FoundPlace Place, PullRef Ref, Checksum Commit, ulong? Size, DateTimeOffset? Timestamp);
