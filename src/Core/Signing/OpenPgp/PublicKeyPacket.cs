using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>A public key or subkey of version 4, and its name in the world: the fingerprint.</summary>
internal sealed class PublicKeyPacket
{
    private const int NumbersAt = 6;

    private readonly Lazy<DigestCheck?> _check;

    private PublicKeyPacket(ReadOnlyMemory<byte> body, DateTimeOffset created, int algorithm)
    {
        Body = body;
        Created = created;
        Algorithm = algorithm;
        _check = new Lazy<DigestCheck?>(() => KeyAlgorithm.TryMakeCheck(Algorithm, Body.Span[NumbersAt..]));
        HashedForm = new byte[3 + body.Length];
        HashedForm[0] = 0x99;
        BinaryPrimitives.WriteUInt16BigEndian(HashedForm.AsSpan(1), (ushort)body.Length);
        body.Span.CopyTo(HashedForm.AsSpan(3));
        // The fingerprint of version 4 is defined over SHA-1; it names a key and proves nothing.
#pragma warning disable CA5350
        Fingerprint = Convert.ToHexString(SHA1.HashData(HashedForm));
#pragma warning restore CA5350
    }

    internal ReadOnlyMemory<byte> Body { get; }

    internal DateTimeOffset Created { get; }

    internal int Algorithm { get; }

    /// <summary>What checks its signatures; null when its algorithm is not known or cannot sign.</summary>
    internal DigestCheck? Check => _check.Value;

    /// <summary>Forty digits, in capitals.</summary>
    internal string Fingerprint { get; }

    internal string KeyId => Fingerprint[^16..];

    /// <summary>What a signature over this key digests.</summary>
    internal byte[] HashedForm { get; }

    /// <summary>Reads a public key, or the public part at the start of a secret key.</summary>
    /// <returns>The key; null when it is malformed or of another version.</returns>
    internal static PublicKeyPacket? TryRead(Packet packet)
    {
        ReadOnlyMemory<byte> body = packet.Body;
        if (body.Length is < 6 or > ushort.MaxValue || body.Span[0] != 4)
            return null;
        int algorithm = body.Span[5];
        if (!KeyAlgorithm.TrySkip(algorithm, body.Span[NumbersAt..], out int rest))
            return null;
        if (packet.Tag is PacketTag.SecretKey or PacketTag.SecretSubkey)
        {
            // Where the numbers of an algorithm are not known, neither is where the secret begins.
            if (rest < 0)
                return null;
            body = body[..(body.Length - rest)];
        }

        DateTimeOffset created = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(body.Span[1..]));
        return new PublicKeyPacket(body, created, algorithm);
    }
}
