using System.Buffers.Binary;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>
/// GnuPG's keybox (<c>pubring.kbx</c>), from which the key blocks are taken. Stock OSTree keeps its keyrings as plain packets and
/// never writes this form; a user's own home directory of GnuPG has it.
/// </summary>
/// <remarks>A chain of blobs: length in 4 bytes, type (1 header, 2 OpenPGP), version, flags in 2 bytes, offset and length of the key block in 4 bytes each, all big-endian.</remarks>
internal static class Keybox
{
    private const int HeaderSize = 16;
    private const byte OpenPgpBlob = 2;

    internal static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length >= 12 && bytes.Slice(8, 4).SequenceEqual("KBXf"u8);

    /// <summary>The packets of all keys, up to the first blob that is malformed.</summary>
    internal static byte[] ReadPackets(ReadOnlySpan<byte> bytes)
    {
        var packets = new MemoryStream();
        while (bytes.Length >= HeaderSize)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (size < HeaderSize || size > bytes.Length)
                break;
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
            if (bytes[4] == OpenPgpBlob && offset <= size && length <= size - offset)
                packets.Write(bytes.Slice((int)offset, (int)length));
            bytes = bytes[(int)size..];
        }

        return packets.ToArray();
    }
}
