using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>A content object in the form of an archive, as it came from elsewhere: in memory, or in a file. Nothing of it is verified.</summary>
/// <param name="memory">The bytes, when they are in memory.</param>
/// <param name="file">The file, when they are in one.</param>
/// <param name="length">Bytes of it.</param>
/// <param name="label">Where it comes from; for messages.</param>
internal sealed class ArchivedContent(ReadOnlyMemory<byte> memory, SafeFileHandle? file, long length, string label)
{
    private const int SizeOffset = FileHeader.PrefixBytes;
    private const long Slack = 64 * 1024;

    internal SafeFileHandle? File => file;

    internal ReadOnlyMemory<byte> Memory => memory;

    internal long Length => length;

    internal string Label => label;

    /// <summary>How large an object may be whose first bytes these are: its payload when deflate cannot make it smaller, and its header.</summary>
    internal static long LimitFromHead(ReadOnlySpan<byte> head)
    {
        uint header = BinaryPrimitives.ReadUInt32BigEndian(head);
        ulong payload = BinaryPrimitives.ReadUInt64BigEndian(head[SizeOffset..]);
        return header > MetadataLimits.MaxHeaderBytes || payload > long.MaxValue / 4 ? Slack : (long)payload + ((long)payload / 64) + header + Slack;
    }

    /// <summary>Reads the header.</summary>
    /// <param name="size">Bytes that the payload claims to have.</param>
    /// <param name="payload">Where the compressed payload begins.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/>.</exception>
    internal FileHeader ReadHeader(out long size, out long payload)
    {
        Span<byte> prefix = stackalloc byte[FileHeader.PrefixBytes];
        if (ReadAt(0, prefix) != prefix.Length)
            throw Damaged("is too short for an object");
        uint header = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        if (header > MetadataLimits.MaxHeaderBytes || header > length)
            throw Damaged($"claims a header of {header} bytes");
        byte[] variant = new byte[header];
        if (ReadAt(prefix.Length, variant) != variant.Length)
            throw Damaged("ends within its header");
        payload = prefix.Length + header;
        return FileHeader.ParseArchive(variant, label, out size);
    }

    /// <summary>Opens the payload, uncompressed.</summary>
    internal Stream OpenPayload(long offset)
    {
        if (file is null)
            return new DeflateStream(Over(offset), CompressionMode.Decompress);
        return new DeflateStream(new RangeStream(file, offset, length), CompressionMode.Decompress);
    }

    private MemoryStream Over(long offset)
    {
        if (!System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> bytes))
            bytes = new ArraySegment<byte>(memory.ToArray());
        return new MemoryStream(bytes.Array!, bytes.Offset + (int)offset, (int)(length - offset), writable: false);
    }

    private int ReadAt(long offset, Span<byte> target)
    {
        if (file is not null)
            return RandomAccess.Read(file, target, offset);
        ReadOnlySpan<byte> rest = memory.Span[(int)Math.Min(offset, length)..(int)length];
        int count = Math.Min(rest.Length, target.Length);
        rest[..count].CopyTo(target);
        return count;
    }

    private OstreeException Damaged(string what) => new(
        OstreeFault.CorruptObject,
        $"'{label}' {what}.",
        label,
        "The server may have answered with something else than the object. Nothing of it was kept.");
}
