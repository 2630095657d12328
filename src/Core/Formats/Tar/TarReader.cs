using System.Buffers;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.Tar;

/// <summary>Reads a tar archive once, from start to end: POSIX ustar and PAX, GNU's long names, and what came before them.</summary>
/// <remarks>The content of an entry is read before the next entry is asked for; what is not, is passed over.</remarks>
internal sealed class TarReader(Stream stream, string archive) : IDisposable
{
    // libarchive's bound, too; a name is at most 4096 bytes, and attributes 64 KiB.
    private const int LongestExtension = 1 << 20;
    private const int BufferBytes = 256 * 1024;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly List<byte[]> _globalRecords = [];
    private int _globalBytes;
    private int _position;
    private int _filled;
    private long _left;
    private long _padding;
    private bool _seenPax;

    /// <summary>Whether the archive ended with the blocks of zeros that mark its end; without them it may have been cut.</summary>
    internal bool HasEndMark { get; private set; }

    /// <summary>Goes to the next entry; null at the end.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/>, <see cref="OstreeFault.InvalidName"/>, or <see cref="OstreeFault.NotSupported"/> for a sparse file.</exception>
    internal TarEntry? Next()
    {
        PaxRecords? extra = null;
        Span<byte> block = stackalloc byte[TarHeader.BlockBytes];
        while (true)
        {
            Skip(_left + _padding);
            _left = 0;
            _padding = 0;
            if (!TryReadBlock(block))
                return extra is null ? null : throw Cut();
            if (TarHeader.IsZero(block))
            {
                HasEndMark = true;
                return extra is null ? null : throw Cut();
            }

            TarHeader header = TarHeader.Parse(block, archive);
            switch ((char)header.Type)
            {
                case 'x' or 'X':
                    _seenPax = true;
                    (extra ??= StartEntry()).Add(ReadExtension(header), archive);
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
                    throw new OstreeException(OstreeFault.NotSupported, $"The archive '{archive}' is a part of a larger one.", archive, "Join the parts.");
                default:
                    return ReadEntry(header, extra ?? (_globalRecords.Count == 0 ? null : StartEntry()));
            }
        }
    }

    /// <summary>Reads content of the entry.</summary>
    /// <returns>How many bytes were read; 0 at the end of the content.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/> when the archive ends within it.</exception>
    internal int Read(Span<byte> target)
    {
        int wanted = (int)Math.Min(target.Length, _left);
        if (wanted == 0)
            return 0;
        int count;
        if (_position == _filled && wanted >= BufferBytes)
        {
            count = stream.Read(target[..wanted]);
        }
        else
        {
            if (_position == _filled)
                Fill();
            count = Math.Min(wanted, _filled - _position);
            _buffer.AsSpan(_position, count).CopyTo(target);
            _position += count;
        }

        if (count == 0)
            throw Cut();
        _left -= count;
        return count;
    }

    /// <summary>Reads what follows the end mark, as far as there is padding, so that a compressed archive is verified to its end.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/> when the decompressor finds damage.</exception>
    internal void Finish()
    {
        const int MostPadding = 1 << 20;
        for (int total = 0; total < MostPadding; total += _filled)
        {
            Fill();
            if (_filled == 0)
                return;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private TarEntry ReadEntry(in TarHeader header, PaxRecords? extra)
    {
        string path = TarFault.DecodeName(extra?.Path ?? header.Name, archive);
        string link = TarFault.DecodeName(extra?.LinkTarget ?? header.LinkTarget, archive);
        char type = (char)header.Type;
        if (type == 'S' || extra?.IsSparse == true)
            throw TarFault.Sparse(archive, path);
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
            kind is TarEntryKind.File or TarEntryKind.HardLink ? _left : 0,
            kind is TarEntryKind.HardLink or TarEntryKind.SymbolicLink ? link : string.Empty,
            extra?.Xattrs);
    }

    private PaxRecords StartEntry()
    {
        var extra = new PaxRecords();
        foreach (byte[] records in _globalRecords)
            extra.Add(records, archive);
        return extra;
    }

    private void AddGlobal(byte[] records)
    {
        _globalBytes += records.Length;
        if (_globalBytes > LongestExtension)
            throw TarFault.Malformed(archive, "has too many global headers");
        _globalRecords.Add(records);
    }

    private byte[] ReadExtension(in TarHeader header)
    {
        if (header.Size > LongestExtension)
            throw TarFault.Malformed(archive, $"has an extended header of {header.Size} bytes");
        StartContent(header.Size);
        byte[] bytes = new byte[(int)header.Size];
        for (int done = 0; done < bytes.Length;)
            done += Read(bytes.AsSpan(done));
        return bytes;
    }

    private void StartContent(long size)
    {
        _left = size;
        _padding = -size & (TarHeader.BlockBytes - 1);
    }

    private void Skip(long bytes)
    {
        while (bytes > 0)
        {
            if (_position == _filled)
                Fill();
            int count = (int)Math.Min(bytes, _filled - _position);
            if (count == 0)
                throw Cut();
            _position += count;
            bytes -= count;
        }
    }

    // False when the archive ends where a header would begin.
    private bool TryReadBlock(Span<byte> block)
    {
        int done = 0;
        while (done < block.Length)
        {
            if (_position == _filled)
                Fill();
            int count = Math.Min(block.Length - done, _filled - _position);
            if (count == 0)
                return done == 0 ? false : throw Cut();
            _buffer.AsSpan(_position, count).CopyTo(block[done..]);
            _position += count;
            done += count;
        }

        return true;
    }

    private void Fill()
    {
        _position = 0;
        _filled = stream.Read(_buffer, 0, BufferBytes);
    }

    private OstreeException Cut() => TarFault.Malformed(archive, "ends too early");

    private static byte[] Terminated(byte[] text)
    {
        int end = Array.IndexOf(text, (byte)0);
        return end < 0 ? text : text[..end];
    }
}
