using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing.Spki;

/// <summary>Keys in X.509's and PKCS #8's form, and the signature scheme that OpenSSL takes for each kind when it is left to choose.</summary>
/// <remarks>RSA keys that are restricted to PSS are refused. Ed25519 and Ed448 sign the bytes; RSA signs SHA-256 by PKCS #1 v1.5, ECDSA and DSA sign SHA-256 and write the two numbers in DER.</remarks>
internal static class SpkiKeys
{
    /// <summary>The largest key or signature that is looked at, in bytes; upstream's bound is 128 MiB, and a key of that size only wastes time.</summary>
    internal const int MaxBytes = 64 * 1024;

    private const string Expected = "A public key is an X.509 SubjectPublicKeyInfo, a secret key PKCS #8; 'openssl genpkey' and New-OstreeSigningKey make them.";

    internal static AsymmetricKeyParameter ReadPublic(byte[] bytes) => Read(bytes, static all =>
    {
        var info = SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(all));
        return IsPss(info.Algorithm) ? throw Unusable("public") : PublicKeyFactory.CreateKey(info);
    }, "public");

    internal static AsymmetricKeyParameter ReadSecret(byte[] bytes) => Read(bytes, ReadAnySecret, "secret");

    internal static Org.BouncyCastle.Crypto.ISigner? Scheme(AsymmetricKeyParameter key) => key switch
    {
        Ed25519PublicKeyParameters or Ed25519PrivateKeyParameters => new Org.BouncyCastle.Crypto.Signers.Ed25519Signer(),
        Ed448PublicKeyParameters or Ed448PrivateKeyParameters => new Ed448Signer([]),
        RsaKeyParameters => new RsaDigestSigner(new Sha256Digest()),
        ECKeyParameters => new DsaDigestSigner(new ECDsaSigner(), new Sha256Digest()),
        DsaKeyParameters => new DsaDigestSigner(new DsaSigner(), new Sha256Digest()),
        _ => null,
    };

    internal static string AlgorithmOf(AsymmetricKeyParameter key) => key switch
    {
        Ed25519PublicKeyParameters => "Ed25519",
        Ed448PublicKeyParameters => "Ed448",
        RsaKeyParameters => "RSA",
        ECKeyParameters => "ECDSA",
        DsaKeyParameters => "DSA",
        _ => key.GetType().Name,
    };

    internal static OstreeException Unusable(string kind) => new(
        OstreeFault.InvalidSigningKey,
        $"A {kind} key of the engine 'spki' cannot be used: its form or its kind is not known.",
        SignatureEngine.Spki,
        Expected);

    // OpenSSL pads for such a key by parameters of its own; a plain RSA key takes its place everywhere.
    private static bool IsPss(AlgorithmIdentifier algorithm) => algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);

    private static AsymmetricKeyParameter ReadAnySecret(byte[] bytes)
    {
        var sequence = Asn1Sequence.GetInstance(Asn1Object.FromByteArray(bytes));
        if (sequence.Count > 1 && sequence[1] is Asn1Sequence)
        {
            var info = PrivateKeyInfo.GetInstance(sequence);
            return IsPss(info.PrivateKeyAlgorithm) ? throw Unusable("secret") : PrivateKeyFactory.CreateKey(info);
        }

        if (sequence.Count == 9)
        {
            var rsa = RsaPrivateKeyStructure.GetInstance(sequence);
            return new RsaPrivateCrtKeyParameters(rsa);
        }

        var curve = ECPrivateKeyStructure.GetInstance(sequence);
        var identifier = new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, curve.Parameters?.ToAsn1Object());
        return PrivateKeyFactory.CreateKey(new PrivateKeyInfo(identifier, curve));
    }

    // The library reports a malformed key by exceptions of many types, none of which it documents.
    private static AsymmetricKeyParameter Read(byte[] bytes, Func<byte[], AsymmetricKeyParameter> read, string kind)
    {
        if (bytes.Length is 0 or > MaxBytes)
            throw Unusable(kind);
        try
        {
            AsymmetricKeyParameter key = read(bytes);
            return Scheme(key) is null ? throw Unusable(kind) : key;
        }
        catch (Exception e) when (e is not OstreeException and not OutOfMemoryException)
        {
            throw new OstreeException(OstreeFault.InvalidSigningKey, Unusable(kind).Message, SignatureEngine.Spki, Expected, e);
        }
    }
}
