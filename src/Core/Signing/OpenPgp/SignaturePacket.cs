using System.Buffers.Binary;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>What a signature is over (RFC 4880, section 5.2.1).</summary>
internal enum SignatureClass
{
    Binary = 0x00,
    Text = 0x01,
    CertificationFirst = 0x10,
    CertificationLast = 0x13,
    SubkeyBinding = 0x18,
    PrimaryKeyBinding = 0x19,
    DirectKey = 0x1F,
    KeyRevocation = 0x20,
    SubkeyRevocation = 0x28,
    CertificationRevocation = 0x30,
}

/// <summary>A signature of version 3 or 4, read with every length checked.</summary>
internal sealed class SignaturePacket
{
    private ReadOnlyMemory<byte> _numbers;
    private byte[] _trailer = [];
    private uint _lifetime;

    internal ReadOnlyMemory<byte> Body { get; private init; }

    internal SignatureClass Class { get; private set; }

    internal int KeyAlgorithm { get; private set; }

    internal int HashAlgorithm { get; private set; }

    internal DateTimeOffset Created { get; private set; }

    /// <summary>When it ends; null for never.</summary>
    internal DateTimeOffset? Expires { get; private set; }

    /// <summary>How long after its creation the key that it is over ends; null for never or not said.</summary>
    internal TimeSpan? KeyLifetime { get; private set; }

    /// <summary>What the key that it is over may do; null when it is not said.</summary>
    internal int? KeyFlags { get; private set; }

    internal bool IsPrimaryUserId { get; private set; }

    /// <summary>Sixteen digits, in capitals; null when it is not said.</summary>
    internal string? IssuerKeyId { get; private set; }

    internal string? IssuerFingerprint { get; private set; }

    /// <summary>The signature of a subkey over its primary key, within a binding.</summary>
    internal ReadOnlyMemory<byte>? Embedded { get; private set; }

    /// <summary>The fingerprint of a key that may revoke this one; null for none.</summary>
    internal string? Revoker { get; private set; }

    /// <summary>Whether it says that it must be understood in a way that is not understood here.</summary>
    internal string? UnknownCritical { get; private set; }

    /// <summary>Whether a key made it, by what it says of itself.</summary>
    internal bool NamesIssuer(PublicKeyPacket key)
        => IssuerFingerprint is { } fingerprint ? string.Equals(fingerprint, key.Fingerprint, StringComparison.Ordinal) : string.Equals(IssuerKeyId, key.KeyId, StringComparison.Ordinal);

    /// <summary>Whether it is the signature of a key over pieces of data.</summary>
    internal bool Fits(PublicKeyPacket key, params ReadOnlySpan<ReadOnlyMemory<byte>> data)
    {
        if (!HashKind.IsAccepted(HashAlgorithm) || !IsSameAlgorithm(key))
            return false;
        return key.Check?.Invoke(HashAlgorithm, HashKind.Compute(HashAlgorithm, [.. data, _trailer]), _numbers.Span) == true;
    }

    /// <summary>Reads the body of a packet; null when it is malformed, with the defect.</summary>
    internal static SignaturePacket? TryRead(ReadOnlyMemory<byte> body, out string? defect)
    {
        var packet = new SignaturePacket { Body = body };
        defect = body.Length == 0 ? "it is empty" : body.Span[0] switch
        {
            3 => packet.ReadVersion3(),
            4 => packet.ReadVersion4(),
            var other => $"its version is {other}, and 3 and 4 are known",
        };
        return defect is null ? packet : null;
    }

    private bool IsSameAlgorithm(PublicKeyPacket key) => KeyAlgorithm == key.Algorithm || (KeyAlgorithm is 1 or 3 && key.Algorithm is 1 or 3);

    private string? ReadVersion3()
    {
        ReadOnlySpan<byte> bytes = Body.Span;
        if (bytes.Length < 19 || bytes[1] != 5)
            return "it is cut short";
        Class = (SignatureClass)bytes[2];
        Created = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes[3..]));
        IssuerKeyId = Convert.ToHexString(bytes.Slice(7, 8));
        KeyAlgorithm = bytes[15];
        HashAlgorithm = bytes[16];
        _trailer = bytes.Slice(2, 5).ToArray();
        _numbers = Body[19..];
        return null;
    }

    private string? ReadVersion4()
    {
        ReadOnlySpan<byte> bytes = Body.Span;
        if (bytes.Length < 10)
            return "it is cut short";
        Class = (SignatureClass)bytes[1];
        KeyAlgorithm = bytes[2];
        HashAlgorithm = bytes[3];
        int hashed = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (6 + hashed + 2 > bytes.Length)
            return "its hashed part is cut short";
        int loose = BinaryPrimitives.ReadUInt16BigEndian(bytes[(6 + hashed)..]);
        int numbers = 6 + hashed + 2 + loose + 2;
        if (numbers > bytes.Length)
            return "its unhashed part is cut short";
        _numbers = Body[numbers..];
        int covered = 6 + hashed;
        _trailer = [.. bytes[..covered], 4, 0xFF, (byte)(covered >> 24), (byte)(covered >> 16), (byte)(covered >> 8), (byte)covered];
        return ReadSubpackets(Body.Slice(6, hashed), isHashed: true) ?? ReadSubpackets(Body.Slice(6 + hashed + 2, loose), isHashed: false);
    }

    private string? ReadSubpackets(ReadOnlyMemory<byte> bytes, bool isHashed)
    {
        while (!bytes.IsEmpty)
        {
            int header = PacketReader.TryReadLength(bytes.Span, out uint length, isSubpacket: true);
            if (header < 0 || length == 0 || length > bytes.Length - header)
                return "a subpacket is cut short";
            ReadSubpacket(bytes.Span[header], bytes.Slice(header + 1, (int)length - 1), isHashed);
            bytes = bytes[(header + (int)length)..];
        }

        return null;
    }

    // What is not hashed anyone can change: only hints to find the key are taken from there.
    private void ReadSubpacket(int kind, ReadOnlyMemory<byte> value, bool isHashed)
    {
        ReadOnlySpan<byte> bytes = value.Span;
        switch (kind & 0x7F)
        {
            case 2 when isHashed && bytes.Length == 4:
                Created = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes));
                break;
            case 3 when isHashed && bytes.Length == 4:
                _lifetime = BinaryPrimitives.ReadUInt32BigEndian(bytes);
                break;
            case 9 when isHashed && bytes.Length == 4:
                KeyLifetime = BinaryPrimitives.ReadUInt32BigEndian(bytes) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
                break;
            case 12 when isHashed && bytes.Length >= 22 && (bytes[0] & 0x80) != 0:
                Revoker = Convert.ToHexString(bytes.Slice(2, 20));
                break;
            case 16 when bytes.Length == 8:
                IssuerKeyId ??= Convert.ToHexString(bytes);
                break;
            case 25 when isHashed && bytes.Length == 1:
                IsPrimaryUserId = bytes[0] != 0;
                break;
            case 27 when isHashed && bytes.Length >= 1:
                KeyFlags = bytes[0];
                break;
            case 32:
                Embedded ??= value;
                break;
            case 33 when bytes.Length == 21 && bytes[0] == 4:
                IssuerFingerprint ??= Convert.ToHexString(bytes[1..]);
                break;
            case 20 when (kind & 0x80) == 0:
            case 4 or 5 or 6 or 7 or 11 or 21 or 22 or 23 or 24 or 26 or 28 or 29 or 30 or 31 or 34 or 35 or 2 or 3 or 9 or 12 or 16 or 25 or 27 or 33:
                break;
            default:
                if (isHashed && (kind & 0x80) != 0)
                    UnknownCritical = $"it demands that subpacket {kind & 0x7F} be understood";
                break;
        }

        if (_lifetime > 0)
            Expires = Created.AddSeconds(_lifetime);
    }
}
