using System.Globalization;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.Tar;

namespace OstreePS.Core.Formats.Cpio;

/// <summary>Reads a cpio archive of a portable format: <c>newc</c>, <c>crc</c> and <c>odc</c>.</summary>
/// <remarks>
/// <code>
/// newc, crc  magic 6 · in hexadecimal, 8 each: inode mode uid gid links mtime size device 2 special 2 name-size check;
///            name and content are padded to a multiple of 4
/// odc        magic 6 · in octal: device 6, inode 6, mode 6, uid 6, gid 6, links 6, special 6, mtime 11, name-size 6, size 11
/// </code>
/// Files with several links come as files; here all but the first are hard links to it. In <c>newc</c> any one of them has the content.
/// </remarks>
internal sealed class CpioReader(Stream stream, string archive) : ArchiveReader(stream, archive)
{
    /// <summary>How many bytes tell the format.</summary>
    internal const int MagicBytes = 6;

    // libarchive's bounds for a name and the target of a link.
    private const int LongestName = 1 << 20;
    private const int NewHeaderBytes = 110;
    private const int OldHeaderBytes = 76;
    private const uint TypeMask = 0xF000;
    private readonly Dictionary<(long Device, long Inode), (string Path, long Left)> _links = [];

    /// <summary>Whether these bytes begin such an archive.</summary>
    internal static bool IsMagic(ReadOnlySpan<byte> magic) => IsNew(magic) || magic.SequenceEqual("070707"u8);

    internal override TarEntry? Next()
    {
        SkipContent();
        Span<byte> block = stackalloc byte[NewHeaderBytes];
        if (!TryRead(block[..MagicBytes]))
            return null;
        bool isNew = IsNew(block[..MagicBytes]);
        if (!isNew && !block[..MagicBytes].SequenceEqual("070707"u8))
            throw Malformed("has something else where a header should be");
        if (!TryRead(block[MagicBytes..(isNew ? NewHeaderBytes : OldHeaderBytes)]))
            throw Cut();
        Header header = isNew ? ParseNew(block) : ParseOld(block);
        byte[] name = ReadName(header, isNew);
        if (name.AsSpan().SequenceEqual("TRAILER!!!"u8))
        {
            HasEndMark = true;
            return null;
        }

        StartContent(header.Size, isNew ? Padding(header.Size) : 0);
        return Entry(header, TarFault.DecodeName(name, Archive));
    }

    private TarEntry Entry(in Header header, string path)
    {
        TarEntryKind kind = (header.Mode & TypeMask) switch
        {
            0x8000 => TarEntryKind.File,
            0x4000 => TarEntryKind.Directory,
            0xA000 => TarEntryKind.SymbolicLink,
            _ => TarEntryKind.Special,
        };
        string target = string.Empty;
        if (kind == TarEntryKind.SymbolicLink)
        {
            if (header.Size > LongestName)
                throw Malformed($"has a symbolic link of {header.Size} bytes");
            target = TarFault.DecodeName(ReadContent((int)header.Size), Archive);
        }
        else if (kind == TarEntryKind.File && header.Links > 1 && FirstOf(header, path) is { } first)
        {
            kind = TarEntryKind.HardLink;
            target = first;
        }

        long size = kind is TarEntryKind.File or TarEntryKind.HardLink ? header.Size : 0;
        return new TarEntry(path, kind, header.Mode & 0xFFF, header.Uid, header.Gid, size, target, Xattrs: null);
    }

    // The path under which a file came first; null when it comes now.
    private string? FirstOf(in Header header, string path)
    {
        (long, long) key = (header.Device, header.Inode);
        if (!_links.TryGetValue(key, out (string Path, long Left) known))
        {
            _links.Add(key, (path, header.Links - 1));
            return null;
        }

        if (known.Left <= 1)
            _links.Remove(key);
        else
            _links[key] = (known.Path, known.Left - 1);
        return known.Path;
    }

    private byte[] ReadName(in Header header, bool isNew)
    {
        if (header.NameSize is < 1 or > LongestName)
            throw Malformed($"has a name of {header.NameSize} bytes");
        StartContent(header.NameSize, isNew ? Padding(NewHeaderBytes + header.NameSize) : 0);
        byte[] name = ReadContent((int)header.NameSize);
        SkipContent();
        int end = Array.IndexOf(name, (byte)0);
        return end < 0 ? name : name[..end];
    }

    private Header ParseNew(ReadOnlySpan<byte> block)
    {
        Span<uint> fields = stackalloc uint[13];
        for (int i = 0; i < fields.Length; i++)
        {
            if (!uint.TryParse(block.Slice(MagicBytes + (i * 8), 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out fields[i]))
                throw Malformed("has a header with a number that is none");
        }

        return new Header(((long)fields[7] << 32) | fields[8], fields[0], fields[1], fields[2], fields[3], fields[4], fields[11], fields[6]);
    }

    private Header ParseOld(ReadOnlySpan<byte> block) => new(
        Octal(block.Slice(6, 6)),
        Octal(block.Slice(12, 6)),
        (uint)Octal(block.Slice(18, 6)),
        (uint)Octal(block.Slice(24, 6)),
        (uint)Octal(block.Slice(30, 6)),
        Octal(block.Slice(36, 6)),
        Octal(block.Slice(59, 6)),
        Octal(block.Slice(65, 11)));

    private long Octal(ReadOnlySpan<byte> digits)
    {
        long number = 0;
        foreach (byte digit in digits)
            number = digit is >= (byte)'0' and <= (byte)'7' ? (number << 3) | (uint)(digit - '0') : throw Malformed("has a header with a number that is none");
        return number;
    }

    private OstreeException Malformed(string what) => TarFault.Malformed(Archive, what);

    private static bool IsNew(ReadOnlySpan<byte> magic) => magic.SequenceEqual("070701"u8) || magic.SequenceEqual("070702"u8);

    private static long Padding(long size) => -size & 3;

    private readonly record struct Header(long Device, long Inode, uint Mode, uint Uid, uint Gid, long Links, long NameSize, long Size);
}
