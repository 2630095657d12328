using System.Buffers.Binary;
using System.Text;

namespace OstreePS.Core.Formats.Tar;

/// <summary>
/// Writes a tar archive: GNU's format, byte for byte as libarchive writes it, and thus upstream. Extended attributes, which that
/// format has no place for, go in front of an entry in a PAX header, which GNU tar and libarchive read there.
/// </summary>
internal sealed class TarWriter(Stream output, long modified)
{
    private const int NameBytes = 100;
    private const int RecordBytes = 10240;
    // Not disposed: what is left in it of an export that failed must not be written.
    private readonly BufferedStream _output = new(output, 256 * 1024);
    private readonly byte[] _block = new byte[TarHeader.BlockBytes];
    private long _padding;

    /// <summary>Bytes written so far.</summary>
    internal long Written { get; private set; }

    /// <summary>Writes the headers of an entry. Its content follows with <see cref="WriteContent"/>, as many bytes as it says.</summary>
    internal void WriteEntry(TarEntry entry)
    {
        bool isDirectory = entry.Kind == TarEntryKind.Directory;
        byte[] path = Encoding.UTF8.GetBytes(isDirectory && !entry.Path.EndsWith('/') ? entry.Path + "/" : entry.Path);
        byte[] link = Encoding.UTF8.GetBytes(entry.LinkTarget);
        if (entry.Xattrs is { Count: > 0 } xattrs)
            WriteExtension("PaxHeader"u8, PaxRecord.Write(xattrs), (byte)'x', modified, default);

        // libarchive repeats the beginning of a link's target in these headers, where nobody reads it.
        if (link.Length > NameBytes)
            WriteExtension("././@LongLink"u8, [.. link, 0], (byte)'K', 0, link);
        if (path.Length > NameBytes)
            WriteExtension("././@LongLink"u8, [.. path, 0], (byte)'L', 0, link);
        byte type = entry.Kind switch
        {
            TarEntryKind.HardLink => (byte)'1',
            TarEntryKind.SymbolicLink => (byte)'2',
            TarEntryKind.Directory => (byte)'5',
            _ => (byte)'0',
        };
        WriteHeader(path, link, type, entry.Permissions, entry.Uid, entry.Gid, entry.Size, modified, owner: string.Empty, group: string.Empty);
        _padding = -entry.Size & (TarHeader.BlockBytes - 1);
    }

    /// <summary>Writes content of the entry.</summary>
    internal void WriteContent(ReadOnlySpan<byte> content) => Write(content);

    /// <summary>Ends the content of the entry.</summary>
    internal void EndContent()
    {
        WriteZeros(_padding);
        _padding = 0;
    }

    /// <summary>Writes the mark of the end, and fills the last record.</summary>
    internal void Finish()
    {
        WriteZeros(2 * TarHeader.BlockBytes);
        WriteZeros((RecordBytes - (Written % RecordBytes)) % RecordBytes);
        _output.Flush();
    }

    private void WriteExtension(ReadOnlySpan<byte> name, byte[] content, byte type, long time, ReadOnlySpan<byte> link)
    {
        bool isPax = type == (byte)'x';
        WriteHeader(name, link, type, isPax ? 0x1A4u : 0, 0, 0, content.Length, time, isPax ? string.Empty : "root", isPax ? string.Empty : "wheel");
        Write(content);
        WriteZeros(-content.Length & (TarHeader.BlockBytes - 1));
    }

    private void WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> link, byte type, uint permissions, uint uid, uint gid, long size, long time, string owner, string group)
    {
        Span<byte> block = _block;
        block.Clear();
        name[..Math.Min(name.Length, NameBytes)].CopyTo(block);
        Number(permissions, 100, 7);
        Number(uid, 108, 7);
        Number(gid, 116, 7);
        Number(size, 124, 11);
        Number(time, 136, 11);
        block.Slice(148, 8).Fill((byte)' ');
        block[156] = type;
        link[..Math.Min(link.Length, NameBytes)].CopyTo(block[157..]);
        "ustar  "u8.CopyTo(block[257..]);
        Encoding.ASCII.GetBytes(owner, block[265..]);
        Encoding.ASCII.GetBytes(group, block[297..]);
        long sum = 0;
        foreach (byte b in block)
            sum += b;
        Number(sum, 148, 6);
        block[154] = 0;
        Write(block);
    }

    // Octal digits, or, where these do not suffice, all bytes of the field as a binary number.
    private void Number(long value, int offset, int digits)
    {
        if (value < 1L << (3 * digits))
        {
            for (int i = digits - 1; i >= 0; i--, value >>= 3)
                _block[offset + i] = (byte)('0' + (value & 7));
            return;
        }

        Span<byte> field = _block.AsSpan(offset, digits + 1);
        field.Clear();
        BinaryPrimitives.WriteInt64BigEndian(field[^8..], value);
        field[0] |= 0x80;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        Written += bytes.Length;
    }

    private void WriteZeros(long count)
    {
        Span<byte> zeros = stackalloc byte[TarHeader.BlockBytes];
        zeros.Clear();
        for (; count > 0; count -= zeros.Length)
            Write(zeros[..(int)Math.Min(count, zeros.Length)]);
    }
}
