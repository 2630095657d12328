using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Oiw;
using Org.BouncyCastle.Asn1.TeleTrust;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>The digests of OpenPGP (RFC 4880, section 9.4). MD5 is known and refused, as GnuPG does.</summary>
internal static class HashKind
{
    private const int Md5 = 1;

    internal static string NameOf(int algorithm) => algorithm switch
    {
        Md5 => "MD5",
        2 => "SHA1",
        3 => "RIPEMD160",
        8 => "SHA256",
        9 => "SHA384",
        10 => "SHA512",
        11 => "SHA224",
        _ => $"digest {algorithm}",
    };

    internal static bool IsAccepted(int algorithm) => OidOf(algorithm) is not null;

    internal static DerObjectIdentifier? OidOf(int algorithm) => algorithm switch
    {
        2 => OiwObjectIdentifiers.IdSha1,
        3 => TeleTrusTObjectIdentifiers.RipeMD160,
        8 => NistObjectIdentifiers.IdSha256,
        9 => NistObjectIdentifiers.IdSha384,
        10 => NistObjectIdentifiers.IdSha512,
        11 => NistObjectIdentifiers.IdSha224,
        _ => null,
    };

    /// <summary>What .NET calls a digest; null when it does not have it.</summary>
    internal static HashAlgorithmName? SystemNameOf(int algorithm) => algorithm switch
    {
        2 => HashAlgorithmName.SHA1,
        8 => HashAlgorithmName.SHA256,
        9 => HashAlgorithmName.SHA384,
        10 => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The digest of pieces one after another; the algorithm must be accepted.</summary>
    internal static byte[] Compute(int algorithm, params ReadOnlySpan<ReadOnlyMemory<byte>> pieces)
    {
        if (SystemNameOf(algorithm) is { } known)
        {
            using var hash = IncrementalHash.CreateHash(known);
            foreach (ReadOnlyMemory<byte> piece in pieces)
                hash.AppendData(piece.Span);
            return hash.GetHashAndReset();
        }

        IDigest digest = algorithm == 3 ? new RipeMD160Digest() : new Sha224Digest();
        foreach (ReadOnlyMemory<byte> piece in pieces)
            digest.BlockUpdate(piece.Span);
        byte[] value = new byte[digest.GetDigestSize()];
        digest.DoFinal(value, 0);
        return value;
    }
}
