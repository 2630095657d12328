using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Checks a digest against the numbers of a signature.</summary>
internal delegate bool DigestCheck(int hashAlgorithm, byte[] digest, ReadOnlySpan<byte> signature);

/// <summary>The key algorithms that sign: how their keys and signatures are written, and how a digest is checked against them.</summary>
/// <remarks>RSA (1, 3), DSA (17), ECDSA (19) over NIST's and Brainpool's curves and secp256k1, EdDSA (22) and Ed25519 (27).</remarks>
internal static class KeyAlgorithm
{
    /// <summary>The most bits of a number of RSA and DSA.</summary>
    private const int MaxBits = 16384;

    /// <summary>The most bits of DSA's large prime; GnuPG makes them of up to 3072.</summary>
    private const int MaxDsaBits = 4096;

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

    /// <summary>Steps over the numbers of a public key.</summary>
    /// <param name="algorithm">The number of the algorithm.</param>
    /// <param name="bytes">The numbers, and what follows them.</param>
    /// <param name="rest">How many bytes follow the numbers; -1 when the algorithm is not known.</param>
    /// <returns>False when the numbers are malformed.</returns>
    internal static bool TrySkip(int algorithm, ReadOnlySpan<byte> bytes, out int rest)
    {
        var numbers = new Numbers(bytes);
        rest = -1;
        bool whole = algorithm switch
        {
            1 or 2 or 3 => numbers.TryRead(MaxBits) is not null && numbers.TryRead(MaxBits) is not null,
            16 => numbers.TryRead(MaxBits) is not null && numbers.TryRead(MaxBits) is not null && numbers.TryRead(MaxBits) is not null,
            17 => numbers.TryRead(MaxDsaBits) is not null && numbers.TryRead(512) is not null && numbers.TryRead(MaxDsaBits) is not null && numbers.TryRead(MaxDsaBits) is not null,
            18 => numbers.TryReadShort() is not null && numbers.TryRead(2048) is not null && numbers.TryReadShort() is not null,
            19 or 22 => numbers.TryReadShort() is not null && numbers.TryRead(2048) is not null,
            27 => numbers.TryTake(Ed25519Size) is not null,
            _ => true,
        };
        if (whole && algorithm is 1 or 2 or 3 or 16 or 17 or 18 or 19 or 22 or 27)
            rest = numbers.Rest.Length;
        return whole;
    }

    /// <summary>What checks digests with a public key; null when its algorithm does not sign, is not known, or its numbers can be no key.</summary>
    internal static DigestCheck? TryMakeCheck(int algorithm, ReadOnlySpan<byte> bytes)
    {
        var numbers = new Numbers(bytes);
        try
        {
            switch (algorithm)
            {
                case 1 or 3:
                    return RsaCheck.Make(numbers.TryRead(MaxBits)!, numbers.TryRead(MaxBits)!);
                case 17:
                    BigInteger p = Number(numbers.TryRead(MaxDsaBits)!);
                    BigInteger q = Number(numbers.TryRead(512)!);
                    var domain = new DsaParameters(p, q, Number(numbers.TryRead(MaxDsaBits)!));
                    var dsa = new DsaPublicKeyParameters(Number(numbers.TryRead(MaxDsaBits)!), domain);
                    return (_, digest, signature) => Check(signature, (ref Numbers pair) => VerifyPair(new DsaSigner(), dsa, Leftmost(digest, q.BitLength), ref pair));
                case 19 or 22:
                    return OnCurve(algorithm, numbers.TryReadShort()!, numbers.TryRead(2048)!);
                case 27:
                    return Edwards(new Ed25519PublicKeyParameters(numbers.TryTake(Ed25519Size)!), isOneString: true);
                default:
                    return null;
            }
        }
        catch (Exception e) when (IsAboutNumbers(e))
        {
            return null;
        }
    }

    // The library refuses numbers that no key or signature can have by exceptions of several types.
    private static bool IsAboutNumbers(Exception e) => e is ArgumentException or FormatException or InvalidOperationException or ArithmeticException or CryptoException or IOException;

    private static bool Check(ReadOnlySpan<byte> signature, PairCheck check)
    {
        var numbers = new Numbers(signature);
        try
        {
            return check(ref numbers);
        }
        catch (Exception e) when (IsAboutNumbers(e))
        {
            return false;
        }
    }

    private static DigestCheck Edwards(Ed25519PublicKeyParameters key, bool isOneString) => (_, digest, signature) => Check(signature, (ref Numbers numbers) =>
        (isOneString ? numbers.TryTake(2 * Ed25519Size) : TryReadEdwards(ref numbers)) is { } both
        && key.Verify(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, ctx: null, digest, 0, digest.Length, both, 0));

    private delegate bool PairCheck(ref Numbers numbers);

    private static bool VerifyPair(IDsa scheme, AsymmetricKeyParameter key, byte[] digest, ref Numbers numbers)
    {
        if (numbers.TryRead(2048) is not { } r || numbers.TryRead(2048) is not { } s)
            return false;
        scheme.Init(forSigning: false, key);
        return scheme.VerifySignature(digest, Number(r), Number(s));
    }

    private static byte[]? TryReadEdwards(ref Numbers numbers)
        => numbers.TryRead(Ed25519Size * 8) is { } r && numbers.TryRead(Ed25519Size * 8) is { } s ? [.. Pad(r, Ed25519Size), .. Pad(s, Ed25519Size)] : null;

    private static DigestCheck? OnCurve(int algorithm, byte[] oid, byte[] point)
    {
        var identifier = DerObjectIdentifier.FromContents(oid);
        if (algorithm == 22)
            return string.Equals(identifier.Id, Ed25519Oid, StringComparison.Ordinal) && point is [0x40, .. { Length: Ed25519Size } raw] ? Edwards(new Ed25519PublicKeyParameters(raw), isOneString: false) : null;
        if (!s_curves.Contains(identifier.Id) || CustomNamedCurves.GetByOid(identifier) is null && ECNamedCurveTable.GetByOid(identifier) is null)
            return null;
        X9ECParameters curve = CustomNamedCurves.GetByOid(identifier) ?? ECNamedCurveTable.GetByOid(identifier);
        var domain = new ECNamedDomainParameters(identifier, curve);
        var key = new ECPublicKeyParameters(curve.Curve.DecodePoint(point), domain);
        return (_, digest, signature) => Check(signature, (ref Numbers pair) => VerifyPair(new ECDsaSigner(), key, digest, ref pair));
    }

    private static BigInteger Number(byte[] bytes) => new(1, bytes);

    private static byte[] Leftmost(byte[] digest, int bits) => digest.Length * 8 > bits ? digest[..(bits / 8)] : digest;

    private static byte[] Pad(byte[] number, int size) => number.Length >= size ? number : [.. new byte[size - number.Length], .. number];
}
