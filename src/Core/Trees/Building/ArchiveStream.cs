using System.IO.Compression;
using ICSharpCode.SharpZipLib;
using K4os.Compression.LZ4.Streams;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.Cpio;
using OstreePS.Core.Formats.Tar;
using OstreePS.Core.Platform;
using ZstdSharp;

namespace OstreePS.Core.Trees.Building;

/// <summary>An archive as it is read: decompressed, whatever it is compressed with. What goes wrong comes out as our fault.</summary>
internal sealed class ArchiveStream : ForwardStream
{
    private const int LongestMagic = 6;
    private readonly Stream _data;
    private readonly string _label;

    private ArchiveStream(Stream data, string label)
    {
        _data = data;
        _label = label;
    }

    /// <summary>Opens an archive, and looks at its first bytes.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.NotSupported"/> for a compression that is not read, or a fault of the file system.</exception>
    internal static ArchiveStream Open(TreeSource source)
    {
        string label = source.Path ?? "(stream)";
        Stream raw = source.Stream is { } given ? new BorrowedStream(given) : OpenFile(source.Path!);
        try
        {
            byte[] magic = new byte[LongestMagic];
            int count = ReadMagic(raw, magic, label);
            var whole = new PrefixedStream(magic.AsMemory(0, count), raw);
            return new ArchiveStream(Decompress(whole, magic.AsSpan(0, count), label), label);
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    /// <summary>What reads the archive: by its first bytes cpio, and else tar.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/> or a fault of the file system.</exception>
    internal ArchiveReader CreateReader()
    {
        byte[] magic = new byte[CpioReader.MagicBytes];
        int count = this.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(magic.AsMemory(0, count), this);
        return CpioReader.IsMagic(magic) ? new CpioReader(whole, _label) : new TarReader(whole, _label);
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _data.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or ZstdException or EndOfStreamException or SharpZipBaseException or IndexOutOfRangeException
            || (_data is LZ4DecoderStream && e is InvalidOperationException or ArgumentOutOfRangeException))
        {
            throw new OstreeException(OstreeFault.MalformedArchive, $"'{_label}' is damaged or cut short: {e.Message}", _label, "Fetch it again, or make it anew.", e);
        }
        catch (IOException e)
        {
            throw new OstreeException(OstreeFault.IoFailed, $"Cannot read '{_label}': {e.Message}", _label, remedy: null, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _data.Dispose();
        base.Dispose(disposing);
    }

    private static Stream Decompress(Stream data, ReadOnlySpan<byte> magic, string label) => magic switch
    {
        [0x1F, 0x8B, ..] => new GZipStream(data, CompressionMode.Decompress),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => new LzmaReadStream(data, label, LzmaForm.Xz),
        [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => new DecompressionStream(data, leaveOpen: false),
        [(byte)'B', (byte)'Z', (byte)'h', ..] => ClassicStream.BZip2(data),
        [0x1F, 0x9D, ..] => ClassicStream.Lzw(data),
        [0x5D, 0, 0, ..] => new LzmaReadStream(data, label, LzmaForm.Alone),
        [(byte)'L', (byte)'Z', (byte)'I', (byte)'P', ..] => new LzmaReadStream(data, label, LzmaForm.Lzip),
        [0xC7, 0x71, ..] or [0x71, 0xC7, ..] => throw NotRead(label, "a cpio archive of the old binary format"),
        [(byte)'P', (byte)'K', 3, 4, ..] => throw NotRead(label, "a zip archive"),
        [0x04, 0x22, 0x4D, 0x18, ..] => LZ4Stream.Decode(data),
        [0x02, 0x21, 0x4C, 0x18, ..] => throw NotRead(label, "compressed with lz4 in its legacy form"),
        [0x89, (byte)'L', (byte)'Z', (byte)'O', ..] => throw NotRead(label, "compressed with lzop"),
        _ => data,
    };

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Errno.Fault(Errno.NoEntry, "open", path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Directory.Exists(path)
                ? Errno.Fault(Errno.IsDirectory, "read as an archive", path)
                : new OstreeException(OstreeFault.PermissionDenied, $"Cannot open '{path}': {e.Message}", path, "Name a file that the present user may read.", e);
        }
        catch (IOException e)
        {
            throw new OstreeException(OstreeFault.IoFailed, $"Cannot open '{path}': {e.Message}", path, remedy: null, e);
        }
    }

    private static int ReadMagic(Stream raw, Span<byte> magic, string label)
    {
        try
        {
            return raw.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            throw new OstreeException(OstreeFault.IoFailed, $"Cannot read '{label}': {e.Message}", label, remedy: null, e);
        }
    }

    private static OstreeException NotRead(string label, string what)
        => new(OstreeFault.NotSupported, $"'{label}' is {what}, which is not read.", label, "Make it a tar archive, or a cpio archive (newc, odc): plain, or compressed with gzip, bzip2, xz, zstd or lz4.");

    // The caller's stream stays open.
    private sealed class BorrowedStream(Stream stream) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => stream.Read(buffer);
    }
}
