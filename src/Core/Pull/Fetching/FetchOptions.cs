using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>How to fetch: who asks, through what, how patiently.</summary>
public sealed record FetchOptions
{
    /// <summary>Headers that every request carries, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Text behind the user agent; null for none.</summary>
    public string? UserAgentSuffix { get; init; }

    /// <summary>User and password for basic authentication; null for those of the URL, if it has any.</summary>
    public (string User, string Password)? Credential { get; init; }

    /// <summary>The URL of a proxy; null for the one that the environment names. The hosts of the environment's <c>no_proxy</c> are asked without one.</summary>
    public string? Proxy { get; init; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool TlsPermissive { get; init; }

    /// <summary>A file of certificates to trust in place of the system's; null for the system's.</summary>
    public string? TlsCaPath { get; init; }

    /// <summary>The certificate to show: a file, or a <c>pkcs11:</c> URI of one on a token; null for none.</summary>
    public string? TlsClientCertificatePath { get; init; }

    /// <summary>The key of that certificate: a file, or a <c>pkcs11:</c> URI.</summary>
    public string? TlsClientKeyPath { get; init; }

    /// <summary>Whether HTTP/2 is used where a server offers it over TLS.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>Cookies to send where they fit.</summary>
    public IReadOnlyList<Cookie> Cookies { get; init; } = [];

    /// <summary>How often a request is tried again after a failure that may pass.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Bytes a second below which a transfer counts as stalled; 0 for no limit.</summary>
    public long LowSpeedBytes { get; init; } = 1000;

    /// <summary>How long a transfer may stay below that.</summary>
    public TimeSpan LowSpeedTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes a second that all transfers together may take; 0 for no limit.</summary>
    public long BandwidthLimit { get; init; }

    /// <summary>The most requests at a time; null chooses.</summary>
    public int? MaxRequests { get; init; }

    /// <summary>What a remote's configuration says of these.</summary>
    public static FetchOptions Of(Remote remote)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return new FetchOptions
        {
            Proxy = remote.Proxy,
            TlsPermissive = remote.TlsPermissive,
            TlsCaPath = remote.TlsCaPath,
            TlsClientCertificatePath = remote.TlsClientCertificatePath,
            TlsClientKeyPath = remote.TlsClientKeyPath,
            Http2 = remote.Http2,
        };
    }
}
