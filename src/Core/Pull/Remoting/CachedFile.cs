namespace OstreePS.Core.Pull.Remoting;

/// <summary>A file as a server gave it: its bytes, its tag, when it was changed.</summary>
internal sealed record CachedFile(byte[] Bytes, string? Tag, DateTimeOffset? Modified);
