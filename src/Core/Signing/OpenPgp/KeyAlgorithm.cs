using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>The key algorithms that sign: how their keys and signatures are written, and how a digest is checked against them.</summary>
/// <remarks>RSA (1, 3), DSA (17), ECDSA (19) over NIST's and Brainpool's curves and secp256k1, EdDSA (22) and Ed25519 (27).</remarks>
internal static class KeyAlgorithm
{
    private const int MaxBits = 16384;
    private const int Ed25519Size = 32;
    private const string Ed25519Oid = "1.3.6.1.4.1.11591.15.1";

    private static readonly HashSet<string> s_curves = new(StringComparer.Ordinal)
    {
        "1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35", "1.3.132.0.10",
        "1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.11", "1.3.36.3.3.2.8.1.1.13",
    };

    internal static string NameOf(int algorithm) => algorithm switch
    {
        1 or 2 or 3 => "RSA",
        16 or 20 => "Elgamal",
        17 => "DSA",
        18 => "ECDH",
        19 => "ECDSA",
        22 => "EdDSA",
        25 => "X25519",
        27 => "Ed25519",
        28 => "Ed448",
        _ => $"algorithm {algorithm}",
    };

    /// <summary>Reads the numbers of a public key.</summary>
    /// <param name="algorithm">The number of the algorithm.</param>
    /// <param name="bytes">The numbers, and what follows them.</param>
    /// <param name="key">What verifies; null when the algorithm does not sign, or is not known.</param>
    /// <param name="rest">How many bytes follow the numbers; -1 when that is not known.</param>
    /// <returns>False when the numbers are malformed.</returns>
    internal static bool TryRead(int algorithm, ReadOnlySpan<byte> bytes, out AsymmetricKeyParameter? key, out int rest)
    {
        var numbers = new Numbers(bytes);
        key = null;
        rest = -1;
        try
        {
            switch (algorithm)
            {
                case 1 or 2 or 3:
                    if (numbers.TryRead(MaxBits) is not { } modulus || numbers.TryRead(MaxBits) is not { } exponent)
                        return false;
                    key = algorithm == 2 ? null : new RsaKeyParameters(isPrivate: false, Number(modulus), Number(exponent));
                    break;
                case 17:
                    if (numbers.TryRead(MaxBits) is not { } p || numbers.TryRead(1024) is not { } q || numbers.TryRead(MaxBits) is not { } g || numbers.TryRead(MaxBits) is not { } y)
                        return false;
                    key = new DsaPublicKeyParameters(Number(y), new DsaParameters(Number(p), Number(q), Number(g)));
                    break;
                case 18 or 19 or 22:
                    if (numbers.TryReadShort() is not { } oid || numbers.TryRead(2048) is not { } point)
                        return false;
                    key = algorithm == 18 ? null : OnCurve(algorithm, oid, point);
                    if (algorithm == 18 && numbers.TryReadShort() is null)
                        return false;
                    break;
                case 27:
                    if (numbers.TryTake(Ed25519Size) is not { } raw)
                        return false;
                    key = new Ed25519PublicKeyParameters(raw);
                    break;
                case 16:
                    if (numbers.TryRead(MaxBits) is null || numbers.TryRead(MaxBits) is null || numbers.TryRead(MaxBits) is null)
                        return false;
                    break;
                default:
                    return true;
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or ArithmeticException or IOException)
        {
            // The numbers are none that such a key can have.
            return false;
        }

        rest = numbers.Rest.Length;
        return true;
    }

    /// <summary>Checks a digest against the numbers of a signature.</summary>
    internal static bool Verify(PublicKeyPacket key, int hashAlgorithm, byte[] digest, ReadOnlySpan<byte> signature)
    {
        var numbers = new Numbers(signature);
        try
        {
            switch (key.Key)
            {
                case RsaKeyParameters rsa:
                    if (numbers.TryRead(MaxBits) is not { } s || HashKind.OidOf(hashAlgorithm) is not { } oid)
                        return false;
                    var scheme = new RsaDigestSigner(new NullDigest(), oid);
                    scheme.Init(forSigning: false, rsa);
                    scheme.BlockUpdate(digest, 0, digest.Length);
                    return scheme.VerifySignature(Pad(s, (rsa.Modulus.BitLength + 7) / 8));
                case DsaPublicKeyParameters dsa:
                    return VerifyPair(new DsaSigner(), dsa, Leftmost(digest, dsa.Parameters.Q.BitLength), ref numbers);
                case ECPublicKeyParameters curve:
                    return VerifyPair(new ECDsaSigner(), curve, digest, ref numbers);
                case Ed25519PublicKeyParameters edwards:
                    byte[]? both = key.Algorithm == 27 ? numbers.TryTake(64) : TryReadEdwards(ref numbers);
                    return both is not null && edwards.Verify(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, ctx: null, digest, 0, digest.Length, both, 0);
                default:
                    return false;
            }
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or ArithmeticException or CryptoException or IOException)
        {
            // Numbers that no signature can hold are as good as a wrong signature.
            return false;
        }
    }

    private static bool VerifyPair(IDsa scheme, AsymmetricKeyParameter key, byte[] digest, ref Numbers numbers)
    {
        if (numbers.TryRead(2048) is not { } r || numbers.TryRead(2048) is not { } s)
            return false;
        scheme.Init(forSigning: false, key);
        return scheme.VerifySignature(digest, Number(r), Number(s));
    }

    private static byte[]? TryReadEdwards(ref Numbers numbers)
        => numbers.TryRead(Ed25519Size * 8) is { } r && numbers.TryRead(Ed25519Size * 8) is { } s ? [.. Pad(r, Ed25519Size), .. Pad(s, Ed25519Size)] : null;

    private static AsymmetricKeyParameter? OnCurve(int algorithm, byte[] oid, byte[] point)
    {
        var identifier = DerObjectIdentifier.FromContents(oid);
        if (algorithm == 22)
            return string.Equals(identifier.Id, Ed25519Oid, StringComparison.Ordinal) && point is [0x40, .. { Length: Ed25519Size } raw] ? new Ed25519PublicKeyParameters(raw) : null;
        if (!s_curves.Contains(identifier.Id) || CustomNamedCurves.GetByOid(identifier) is null && ECNamedCurveTable.GetByOid(identifier) is null)
            return null;
        X9ECParameters curve = CustomNamedCurves.GetByOid(identifier) ?? ECNamedCurveTable.GetByOid(identifier);
        var domain = new ECNamedDomainParameters(identifier, curve);
        return new ECPublicKeyParameters(curve.Curve.DecodePoint(point), domain);
    }

    private static BigInteger Number(byte[] bytes) => new(1, bytes);

    private static byte[] Leftmost(byte[] digest, int bits) => digest.Length * 8 > bits ? digest[..(bits / 8)] : digest;

    private static byte[] Pad(byte[] number, int size) => number.Length >= size ? number : [.. new byte[size - number.Length], .. number];
}
