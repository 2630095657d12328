using System.Buffers.Binary;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Cuts bytes into packets. Nothing is copied, and no length is believed that the bytes do not have.</summary>
/// <remarks>Packets of partial or indeterminate length hold data, never keys or signatures, and end the reading as malformed; compressed packets are not opened.</remarks>
internal static class PacketReader
{
    /// <summary>The most packets that are read from one source.</summary>
    private const int MaxPackets = 200_000;

    /// <summary>The packets, up to the first that is malformed.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="defect">What is wrong where the reading ended; null when it ended well.</param>
    internal static List<Packet> Read(ReadOnlyMemory<byte> bytes, out string? defect)
    {
        var packets = new List<Packet>();
        int position = 0;
        defect = null;
        while (position < bytes.Length)
        {
            if (packets.Count == MaxPackets)
            {
                defect = $"there are more than {MaxPackets} packets";
                break;
            }

            if (!TryReadHeader(bytes.Span[position..], out int tag, out int header, out uint length, out defect))
                break;
            if (length > bytes.Length - position - header)
            {
                defect = $"the packet at byte {position} is cut short";
                break;
            }

            packets.Add(new Packet((PacketTag)tag, bytes.Slice(position + header, (int)length)));
            position += header + (int)length;
        }

        return packets;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> at, out int tag, out int header, out uint length, out string? defect)
    {
        (tag, header, length, defect) = (0, 0, 0, null);
        byte first = at[0];
        if ((first & 0x80) == 0)
        {
            defect = "there is something else than a packet";
            return false;
        }

        bool isNew = (first & 0x40) != 0;
        tag = isNew ? first & 0x3F : (first >> 2) & 0x0F;
        header = isNew ? TryReadLength(at[1..], out length) : TryReadOldLength(at[1..], first & 3, out length);
        if (header < 0)
        {
            defect = "a packet's length is cut short, or partial";
            return false;
        }

        header++;
        return true;
    }

    /// <summary>A length of the new form, which subpackets share; the bytes that it takes, or -1.</summary>
    internal static int TryReadLength(ReadOnlySpan<byte> at, out uint length, bool isSubpacket = false)
    {
        length = 0;
        if (at.IsEmpty)
            return -1;
        byte first = at[0];
        if (first < 192)
        {
            length = first;
            return 1;
        }

        if (first == 255)
        {
            if (at.Length < 5)
                return -1;
            length = BinaryPrimitives.ReadUInt32BigEndian(at[1..]);
            return 5;
        }

        if ((first >= 224 && !isSubpacket) || at.Length < 2)
            return -1;
        length = (uint)((first - 192) << 8) + at[1] + 192;
        return 2;
    }

    private static int TryReadOldLength(ReadOnlySpan<byte> at, int kind, out uint length)
    {
        length = 0;
        int size = 1 << kind;
        if (kind == 3 || at.Length < size)
            return -1;
        length = kind switch
        {
            0 => at[0],
            1 => BinaryPrimitives.ReadUInt16BigEndian(at),
            _ => BinaryPrimitives.ReadUInt32BigEndian(at),
        };
        return size;
    }
}
