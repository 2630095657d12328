using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

#pragma warning disable CA1416 // OstreePS runs on Linux only, where .NET has all this.

namespace OstreePS.Core.Pull.Fetching.Tokens;

/// <summary>A private key that stays on its token, which OpenSSL's engine or provider <c>pkcs11</c> signs with.</summary>
internal static class TokenKey
{
    private const string Name = "pkcs11";
    private const int NoSuchEngine = 0x13000074;

    /// <summary>The certificate, with the key that the URI names.</summary>
    internal static X509Certificate2 Join(X509Certificate2 certificate, TokenUri uri)
    {
        // First by ourselves: the engine would ask a terminal for a missing PIN, and tell less of what is wrong.
        TokenObject found = TokenSearch.FindKey(uri);
        byte[]? pin = uri.ReadPin();
        // As a file, since the engine writes a URI that it cannot follow to standard error, with the PIN that is in it.
        using SecretFile? secret = pin is null ? null : SecretFile.Create(pin);
        using SafeEvpPKeyHandle key = Open(Exact(found, secret), uri);
        try
        {
            using RSA? rsa = certificate.GetRSAPublicKey();
            using ECDsa? ecdsa = certificate.GetECDsaPublicKey();
            if (rsa is not null)
            {
                using var signer = new RSAOpenSsl(key);
                return certificate.CopyWithPrivateKey(signer);
            }

            if (ecdsa is not null)
            {
                using var signer = new ECDsaOpenSsl(key);
                return certificate.CopyWithPrivateKey(signer);
            }
        }
        catch (ArgumentException e)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The key '{uri.Shown}' is not that of the certificate '{certificate.Subject}'.", uri.Shown, "Name the key that belongs to the certificate.", e);
        }
        catch (CryptographicException e)
        {
            throw new OstreeException(
                OstreeFault.InvalidConfig,
                $"The key '{uri.Shown}' cannot be used for the certificate '{certificate.Subject}': {e.Message.TrimEnd('.')}.",
                uri.Shown,
                "Name the key that belongs to the certificate. With a key of an elliptic curve, .NET needs OpenSSL's engine (Debian: libengine-pkcs11-openssl; Fedora: openssl-pkcs11), not its provider alone.",
                e);
        }

        throw new OstreeException(OstreeFault.InvalidConfig, $"The certificate '{certificate.Subject}' is for a kind of key that cannot be used here.", uri.Shown, "Use a key of RSA or ECDSA.");
    }

    /// <summary>A URI with no more than what engine and provider both know, which names what was found and nothing else.</summary>
    private static string Exact(TokenObject found, SecretFile? secret)
    {
        var uri = new StringBuilder(TokenUri.Scheme);
        Append(uri, "token", Encoding.UTF8.GetBytes(found.Token.Label));
        Append(uri, "serial", Encoding.UTF8.GetBytes(found.Token.Serial));
        Append(uri, "id", found.Id);
        Append(uri, "object", found.Label);
        uri.Append("type=private");
        return secret is null ? uri.ToString() : uri.Append("?pin-source=file:").Append(secret.Path).ToString();
    }

    private static void Append(StringBuilder uri, string name, byte[] value)
    {
        if (value.Length == 0)
            return;
        uri.Append(name).Append('=');
        foreach (byte part in value)
            uri.Append(CultureInfo.InvariantCulture, $"%{part:x2}");
        uri.Append(';');
    }

    private static SafeEvpPKeyHandle Open(string exact, TokenUri uri)
    {
        CryptographicException ofEngine;
        try
        {
            return SafeEvpPKeyHandle.OpenPrivateKeyFromEngine(Name, exact);
        }
        catch (CryptographicException e)
        {
            ofEngine = e;
        }

        try
        {
            return SafeEvpPKeyHandle.OpenKeyFromProvider(Name, exact);
        }
        catch (Exception ofProvider) when (ofProvider is CryptographicException or PlatformNotSupportedException)
        {
            throw ofEngine.HResult is NoSuchEngine or <= 0
                ? new OstreeException(
                    OstreeFault.InvalidConfig,
                    $"OpenSSL has no engine for keys on tokens, and its provider does not open '{uri.Shown}': {ofProvider.Message.TrimEnd('.')}.",
                    uri.Shown,
                    "Install the engine (Debian: libengine-pkcs11-openssl; Fedora: openssl-pkcs11) or the provider (both: pkcs11-provider).",
                    ofProvider)
                : new OstreeException(
                    OstreeFault.InvalidConfig,
                    $"OpenSSL's engine for keys on tokens does not open '{uri.Shown}': {ofEngine.Message.TrimEnd('.')}.",
                    uri.Shown,
                    "OpenSSL must see the token too: make its module known to p11-kit (a file in /etc/pkcs11/modules), or set PKCS11_MODULE_PATH to it before PowerShell starts.",
                    ofEngine);
        }
    }
}
