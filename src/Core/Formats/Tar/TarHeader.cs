using System.Buffers.Binary;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.Tar;

/// <summary>One header block of a tar archive.</summary>
/// <remarks>
/// Format: POSIX ustar, and GNU's variant of it.
/// <code>
///   0 name 100 · 100 mode 8 · 108 uid 8 · 116 gid 8 · 124 size 12 · 136 mtime 12 · 148 checksum 8 · 156 type 1
/// 157 link target 100 · 257 magic 6 · 263 version 2 · 265 owner 32 · 297 group 32 · 329 device 2×8 · 345 prefix 155
/// </code>
/// Numbers are octal text, or big-endian with the highest bit of the first byte set.
/// </remarks>
internal readonly ref struct TarHeader
{
    internal const int BlockBytes = 512;

    private readonly ReadOnlySpan<byte> _block;
    private readonly string _archive;

    private TarHeader(ReadOnlySpan<byte> block, string archive)
    {
        _block = block;
        _archive = archive;
    }

    internal byte Type => _block[156];

    internal long Size => Number(124, 12, "size");

    internal uint Permissions => (uint)Number(100, 8, "mode") & 0xFFF;

    internal uint Uid => Owner(108);

    internal uint Gid => Owner(116);

    /// <summary>The name, behind its prefix where the format has one.</summary>
    internal byte[] Name
    {
        get
        {
            ReadOnlySpan<byte> name = Text(0, 100);
            ReadOnlySpan<byte> prefix = IsUstar ? Text(345, 155) : default;
            return prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];
        }
    }

    internal byte[] LinkTarget => Text(157, 100).ToArray();

    /// <summary>Whether it is of the POSIX format.</summary>
    internal bool IsUstar => _block.Slice(257, 6).SequenceEqual("ustar\0"u8);

    internal static bool IsZero(ReadOnlySpan<byte> block) => block.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Takes a block whose checksum fits.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/>.</exception>
    internal static TarHeader Parse(ReadOnlySpan<byte> block, string archive)
    {
        var header = new TarHeader(block, archive);
        long stated = header.Number(148, 8, "checksum");
        long unsigned = 8 * ' ';
        long signed = 8 * ' ';
        for (int i = 0; i < BlockBytes; i++)
        {
            if (i is >= 148 and < 156)
                continue;
            unsigned += block[i];
            signed += (sbyte)block[i];
        }

        // Some old writers summed signed bytes.
        return stated == unsigned || stated == signed
            ? header
            : throw TarFault.Malformed(archive, "is no tar archive, or damaged: the checksum of a header does not fit");
    }

    private ReadOnlySpan<byte> Text(int offset, int length)
    {
        ReadOnlySpan<byte> field = _block.Slice(offset, length);
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private uint Owner(int offset)
    {
        long number = Number(offset, 8, "owner");
        return number <= uint.MaxValue ? (uint)number : throw TarFault.Malformed(_archive, $"has the owner {number}, which is none");
    }

    private long Number(int offset, int length, string what)
    {
        ReadOnlySpan<byte> field = _block.Slice(offset, length);
        if ((field[0] & 0x80) != 0)
        {
            // Eight bytes hold all that is sensible; a negative number, or a larger one, is not.
            bool fits = length <= 8 ? field[0] == 0x80 : field[0] == 0x80 && field[1..^8].IndexOfAnyExcept((byte)0) < 0;
            ulong large = length <= 8 ? BinaryPrimitives.ReadUInt64BigEndian(field) & 0x7FFF_FFFF_FFFF_FFFF : BinaryPrimitives.ReadUInt64BigEndian(field[^8..]);
            return fits && large <= long.MaxValue ? (long)large : throw TarFault.Malformed(_archive, $"has a header with an impossible {what}");
        }

        field = field.Trim(" \0"u8);
        long number = 0;
        foreach (byte digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                throw TarFault.Malformed(_archive, $"has a header whose {what} is no octal number");
            number = (number << 3) | (uint)(digit - '0');
        }

        return number;
    }
}
