using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.Tar;

/// <summary>Reads a tar archive once, from start to end: POSIX ustar and PAX, GNU's long names, and what came before them.</summary>
/// <remarks>The content of an entry is read before the next entry is asked for; what is not, is passed over.</remarks>
internal sealed class TarReader(Stream stream, string archive) : ArchiveReader(stream, archive)
{
    // libarchive's bound, too; a name is at most 4096 bytes, and attributes 64 KiB.
    private const int LongestExtension = 1 << 20;
    private readonly List<byte[]> _globalRecords = [];
    private int _globalBytes;
    private bool _seenPax;

    /// <summary>Goes to the next entry; null at the end.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/>, <see cref="OstreeFault.InvalidName"/>, or <see cref="OstreeFault.NotSupported"/> for a sparse file.</exception>
    internal override TarEntry? Next()
    {
        PaxRecords? extra = null;
        Span<byte> block = stackalloc byte[TarHeader.BlockBytes];
        while (true)
        {
            SkipContent();
            if (!TryRead(block))
                return extra is null ? null : throw Cut();
            if (TarHeader.IsZero(block))
            {
                HasEndMark = true;
                return extra is null ? null : throw Cut();
            }

            TarHeader header = TarHeader.Parse(block, Archive);
            switch ((char)header.Type)
            {
                case 'x' or 'X':
                    _seenPax = true;
                    (extra ??= StartEntry()).Add(ReadExtension(header), Archive);
                    break;
                case 'g':
                    _seenPax = true;
                    AddGlobal(ReadExtension(header));
                    break;
                case 'L':
                    (extra ??= StartEntry()).Path = Terminated(ReadExtension(header));
                    break;
                case 'K':
                    (extra ??= StartEntry()).LinkTarget = Terminated(ReadExtension(header));
                    break;
                case 'V':
                    StartContent(header.Size);
                    break;
                case 'M':
                    throw new OstreeException(OstreeFault.NotSupported, $"The archive '{Archive}' is a part of a larger one.", Archive, "Join the parts.");
                default:
                    return ReadEntry(header, extra ?? (_globalRecords.Count == 0 ? null : StartEntry()));
            }
        }
    }

    private TarEntry ReadEntry(in TarHeader header, PaxRecords? extra)
    {
        string path = TarFault.DecodeName(extra?.Path ?? header.Name, Archive);
        string link = TarFault.DecodeName(extra?.LinkTarget ?? header.LinkTarget, Archive);
        char type = (char)header.Type;
        if (type == 'S' || extra?.IsSparse == true)
            throw TarFault.Sparse(Archive, path);
        TarEntryKind kind = type switch
        {
            '1' => TarEntryKind.HardLink,
            '2' => TarEntryKind.SymbolicLink,
            '3' or '4' or '6' => TarEntryKind.Special,
            '5' or 'D' => TarEntryKind.Directory,
            '\0' when path.EndsWith('/') => TarEntryKind.Directory,
            _ => TarEntryKind.File,
        };
        long size = extra?.Size ?? header.Size;
        bool hasContent = kind == TarEntryKind.File || type == 'D' || (kind == TarEntryKind.HardLink && _seenPax);
        StartContent(hasContent ? size : 0);
        return new TarEntry(
            path,
            kind,
            header.Permissions,
            extra?.Uid ?? header.Uid,
            extra?.Gid ?? header.Gid,
            kind is TarEntryKind.File or TarEntryKind.HardLink ? Left : 0,
            kind is TarEntryKind.HardLink or TarEntryKind.SymbolicLink ? link : string.Empty,
            extra?.Xattrs);
    }

    private PaxRecords StartEntry()
    {
        var extra = new PaxRecords();
        foreach (byte[] records in _globalRecords)
            extra.Add(records, Archive);
        return extra;
    }

    private void AddGlobal(byte[] records)
    {
        _globalBytes += records.Length;
        if (_globalBytes > LongestExtension)
            throw TarFault.Malformed(Archive, "has too many global headers");
        _globalRecords.Add(records);
    }

    private byte[] ReadExtension(in TarHeader header)
    {
        if (header.Size > LongestExtension)
            throw TarFault.Malformed(Archive, $"has an extended header of {header.Size} bytes");
        StartContent(header.Size);
        return ReadContent((int)header.Size);
    }

    private void StartContent(long size) => StartContent(size, -size & (TarHeader.BlockBytes - 1));

    private static byte[] Terminated(byte[] text)
    {
        int end = Array.IndexOf(text, (byte)0);
        return end < 0 ? text : text[..end];
    }
}
