namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>The kinds of OpenPGP packets that keyrings and signatures are made of; the numbers are those of RFC 4880, section 4.3.</summary>
internal enum PacketTag
{
    Signature = 2,
    SecretKey = 5,
    PublicKey = 6,
    SecretSubkey = 7,
    Marker = 10,
    Trust = 12,
    UserId = 13,
    PublicSubkey = 14,
    UserAttribute = 17,
}

/// <summary>One packet: a tag and its body.</summary>
internal readonly record struct Packet(PacketTag Tag, ReadOnlyMemory<byte> Body)
{
    /// <summary>The packet with a header of the old form, which every reader knows.</summary>
    internal byte[] ToBytes()
    {
        int length = Body.Length;
        byte[] bytes;
        if ((int)Tag > 15)
        {
            bytes = [(byte)(0xC0 | (int)Tag), 0xFF, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. Body.Span];
            return bytes;
        }

        int head = 0x80 | ((int)Tag << 2);
        bytes = length switch
        {
            < 0x100 => [(byte)head, (byte)length, .. Body.Span],
            < 0x10000 => [(byte)(head | 1), (byte)(length >> 8), (byte)length, .. Body.Span],
            _ => [(byte)(head | 2), (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. Body.Span],
        };
        return bytes;
    }
}
