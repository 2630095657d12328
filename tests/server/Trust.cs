using System.Security.Cryptography.X509Certificates;

namespace OstreePS.TestServer;

/// <summary>Which certificates of clients are accepted.</summary>
internal static class Trust
{
    internal static bool IsIssuedBy(X509Certificate2 certificate, byte[] authority)
    {
        using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(authority);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
