using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull.Remoting;

/// <summary>The summary of a remote, as it was fetched.</summary>
/// <param name="Summary">What it says.</param>
/// <param name="Signatures">Its signatures, an <c>a{sv}</c>; null for none.</param>
/// <param name="IsUnchanged">Whether it is the one that was known already.</param>
internal sealed record RemoteSummary(Summary Summary, byte[]? Signatures, bool IsUnchanged);
