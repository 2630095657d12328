using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching.Tokens;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>The certificate that a client shows, and its key; each is in a file, or on a token that a <c>pkcs11:</c> URI names.</summary>
internal static class ClientIdentity
{
    internal static SslStreamCertificateContext Open(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        using X509Certificate2 bare = TokenUri.IsOne(certificate) ? OnToken(TokenUri.Parse(certificate)) : InFile(certificate, chain);
        X509Certificate2 whole = TokenUri.IsOne(key) ? TokenKey.Join(bare, TokenUri.Parse(key)) : Join(bare, key);
        return SslStreamCertificateContext.Create(whole, chain, offline: true);
    }

    private static X509Certificate2 InFile(string path, X509Certificate2Collection chain)
        => PemFile.Read(path, text =>
        {
            chain.ImportFromPem(text);
            return X509Certificate2.CreateFromPem(text);
        });

    private static X509Certificate2 OnToken(TokenUri uri)
    {
        TokenObject found = TokenSearch.FindCertificate(uri);
        try
        {
            return X509CertificateLoader.LoadCertificate(found.Content);
        }
        catch (CryptographicException e)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"What the token holds as '{uri.Shown}' is no certificate that can be read: {e.Message.TrimEnd('.')}.", uri.Shown, "Put a certificate of X.509 in DER onto the token.", e);
        }
    }

    private static X509Certificate2 Join(X509Certificate2 certificate, string path)
        => PemFile.Read(path, text => X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), text));
}
