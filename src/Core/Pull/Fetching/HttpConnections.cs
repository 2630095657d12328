using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching.Tokens;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Makes the one handler that holds all connections, from what the options say of proxies, certificates and limits.</summary>
internal static class HttpConnections
{
    private const int HeaderKilobytes = 64;
    private const int StreamWindowBytes = 1 << 20;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    internal static HttpMessageInvoker Open(FetchOptions options, int connections)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
            MaxConnectionsPerServer = connections,
            MaxResponseHeadersLength = HeaderKilobytes,
            PooledConnectionLifetime = Lifetime,
            Proxy = Proxies.Of(options.Proxy, Environment.GetEnvironmentVariable),
            UseCookies = false,
            SslOptions = Security(options),
        };
        return new HttpMessageInvoker(handler);
    }

    private static SslClientAuthenticationOptions Security(FetchOptions options)
    {
        var security = new SslClientAuthenticationOptions();
        if (options.TlsPermissive)
        {
#pragma warning disable CA5359 // The remote's configuration asks for exactly this: tls-permissive.
            security.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.TlsCaPath is { Length: > 0 } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(ReadAuthorities(authorities));
            security.CertificateChainPolicy = policy;
        }

        if ((options.TlsClientCertificatePath is null) != (options.TlsClientKeyPath is null))
        {
            throw new OstreeException(
                OstreeFault.InvalidConfig,
                "A client certificate needs both tls-client-cert-path and tls-client-key-path, and only one of them is set.",
                TokenUri.Redact(options.TlsClientCertificatePath ?? options.TlsClientKeyPath!),
                "Set both, or neither.");
        }

        if (options.TlsClientCertificatePath is { } certificate)
            security.ClientCertificateContext = ClientIdentity.Open(certificate, options.TlsClientKeyPath!);
        return security;
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        X509Certificate2Collection authorities = PemFile.Read(path, static text =>
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPem(text);
            return found;
        });
        return authorities.Count > 0 ? authorities : throw PemFile.Unreadable(path, "it holds no certificate", inner: null);
    }
}
