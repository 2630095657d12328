using System.Runtime.InteropServices;
using System.Security;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Signs with a secret key of a file, as <c>gpg --export-secret-keys</c> writes it.</summary>
internal sealed class OpenPgpFileSigner : IOpenPgpSigner
{
    private readonly PgpPrivateKey _key;
    private readonly PgpPublicKey _own;

    private OpenPgpFileSigner(PgpPrivateKey key, PgpPublicKey own, IReadOnlyList<string> fingerprints)
    {
        _key = key;
        _own = own;
        Fingerprints = fingerprints;
        KeyName = fingerprints[0];
    }

    public string Engine => SignatureEngine.Gpg;

    public string KeyName { get; }

    public IReadOnlyList<string> Fingerprints { get; }

    /// <summary>Opens the key that signs: the newest subkey that may sign, else the primary key.</summary>
    internal static OpenPgpFileSigner Open(string path, string? wanted, SecureString? passphrase)
    {
        byte[] bytes = KeyText.ReadFile(path);
        var keyring = new Keyring();
        keyring.Add(bytes, path);
        Certificate[] found = [.. wanted is null ? keyring.Certificates : keyring.Find(wanted)];
        if (found.Length != 1)
        {
            throw new OstreeException(
                OstreeFault.SigningKeyNotFound,
                found.Length == 0 ? $"There is no OpenPGP key{(wanted is null ? string.Empty : $" '{wanted}'")} in '{path}'." : $"There are {found.Length} keys in '{path}' that may be meant.",
                wanted ?? path,
                "Give the fingerprint of the key to sign with.");
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        CertificateKey own = found[0].Keys.Where(key => key is { IsBound: true, MaySign: true, IsRevoked: false } && !(key.Expires <= now) && key.Packet.Check is not null).OrderBy(key => key.IsPrimary).ThenByDescending(key => key.Packet.Created).FirstOrDefault()
            ?? throw Failed(path, "none of its keys may sign, or all have ended or were revoked", null);
        return new OpenPgpFileSigner(Unlock(bytes, own, path, passphrase, out PgpPublicKey publicKey), publicKey, [.. found[0].Keys.Select(key => key.Packet.Fingerprint)]);
    }

    public byte[] Sign(byte[] data)
    {
        try
        {
            var generator = new PgpSignatureGenerator(_own.Algorithm, HashAlgorithmTag.Sha512);
            generator.InitSign(PgpSignature.BinaryDocument, _key);
            var hashed = new PgpSignatureSubpacketGenerator();
            hashed.SetSignatureCreationTime(isCritical: false, DateTime.UtcNow);
            hashed.SetIssuerFingerprint(isCritical: false, _own);
            generator.SetHashedSubpackets(hashed.Generate());
            var loose = new PgpSignatureSubpacketGenerator();
            loose.SetIssuerKeyID(isCritical: false, _key.KeyId);
            generator.SetUnhashedSubpackets(loose.Generate());
            generator.Update(data);
            return generator.Generate().GetEncoded();
        }
        catch (Exception e) when (e is PgpException or IOException or Org.BouncyCastle.Crypto.CryptoException or ArgumentException or InvalidOperationException)
        {
            throw Failed(KeyName, e.Message, e);
        }
    }

    public void Dispose()
    {
        // The library keeps the key in immutable numbers, which only the collector can take away.
    }

    private static PgpPrivateKey Unlock(byte[] bytes, CertificateKey own, string path, SecureString? passphrase, out PgpPublicKey publicKey)
    {
        try
        {
            var bundle = new PgpSecretKeyRingBundle(PgpUtilities.GetDecoderStream(new MemoryStream(bytes)));
            PgpSecretKey secret = bundle.GetSecretKey(Convert.ToInt64(own.Packet.KeyId, 16)) ?? throw Failed(path, "it holds public keys only", null);
            if (secret.IsPrivateKeyEmpty)
                throw Failed(path, "the secret part of the signing key is not in it, but in a smart card or elsewhere", null);
            publicKey = secret.PublicKey;
            char[] text = Reveal(passphrase);
            try
            {
                return secret.ExtractPrivateKeyUtf8(text) ?? throw Failed(path, "the secret part of the signing key is not in it", null);
            }
            finally
            {
                Array.Clear(text);
            }
        }
        catch (Exception e) when (e is PgpException or IOException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw Failed(path, passphrase is null ? "it needs a passphrase, or is damaged" : "the passphrase is wrong, or it is damaged", e);
        }
    }

    private static char[] Reveal(SecureString? passphrase)
    {
        if (passphrase is null)
            return [];
        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(passphrase);
        try
        {
            char[] text = new char[passphrase.Length];
            Marshal.Copy(pointer, text, 0, text.Length);
            return text;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }

    private static OstreeException Failed(string subject, string why, Exception? inner)
        => new(OstreeFault.SigningFailed, $"'{subject}' cannot sign: {why}.", subject, "Give the key's passphrase, or another key.", inner);
}
