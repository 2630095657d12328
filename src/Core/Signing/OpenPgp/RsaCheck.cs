using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Checks RSA signatures by PKCS #1 v1.5: with .NET, which is many times as fast, where it knows the digest.</summary>
internal static class RsaCheck
{
    internal static DigestCheck Make(byte[] modulus, byte[] exponent) => (hashAlgorithm, digest, signature) =>
    {
        if (new Numbers(signature).TryRead(modulus.Length * 8) is not { } number)
            return false;
        byte[] padded = [.. new byte[modulus.Length - number.Length], .. number];
        return HashKind.SystemNameOf(hashAlgorithm) is { } name ? VerifyFast(modulus, exponent, name, digest, padded) : VerifySlowly(modulus, exponent, hashAlgorithm, digest, padded);
    };

    private static bool VerifyFast(byte[] modulus, byte[] exponent, HashAlgorithmName name, byte[] digest, byte[] signature)
    {
        try
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
            return rsa.VerifyHash(digest, signature, name, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // Numbers that can be no key, or no signature of it.
            return false;
        }
    }

    private static bool VerifySlowly(byte[] modulus, byte[] exponent, int hashAlgorithm, byte[] digest, byte[] signature)
    {
        try
        {
            var scheme = new RsaDigestSigner(new NullDigest(), HashKind.OidOf(hashAlgorithm));
            scheme.Init(forSigning: false, new RsaKeyParameters(isPrivate: false, new BigInteger(1, modulus), new BigInteger(1, exponent)));
            scheme.BlockUpdate(digest, 0, digest.Length);
            return scheme.VerifySignature(signature);
        }
        catch (Exception e) when (e is ArgumentException or CryptoException or InvalidOperationException)
        {
            return false;
        }
    }
}
