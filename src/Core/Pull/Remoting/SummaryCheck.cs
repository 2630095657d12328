namespace OstreePS.Core.Pull.Remoting;

/// <summary>Checks the signatures of a summary, and throws when they are not what the remote's configuration asks for.</summary>
/// <param name="summary">The bytes that were signed.</param>
/// <param name="signatures">The signatures, an <c>a{sv}</c>; null when the remote has none.</param>
internal delegate void SummaryCheck(ReadOnlyMemory<byte> summary, ReadOnlyMemory<byte>? signatures);
