using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.Lzw;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Building;

/// <summary>
/// Decompresses bzip2, also several streams one after the other as parallel compressors write them, and the older LZW of compress.
/// Closes the stream that it reads from.
/// </summary>
internal sealed class ClassicStream : ForwardStream
{
    private const int BufferBytes = 64 * 1024;
    private const int MagicBytes = 4;
    private readonly BufferedStream _source;
    private readonly bool _isBZip2;
    private Stream? _decoder;
    private bool _ended;

    private ClassicStream(Stream source, bool isBZip2)
    {
        _source = new BufferedStream(source, BufferBytes);
        _isBZip2 = isBZip2;
    }

    internal static ClassicStream BZip2(Stream source) => new(source, isBZip2: true);

    internal static ClassicStream Lzw(Stream source) => new(source, isBZip2: false);

    /// <remarks>
    /// What is damaged throws <see cref="SharpZipBaseException"/> or <see cref="EndOfStreamException"/>, or
    /// <see cref="IndexOutOfRangeException"/>, for the decoders do not look at every index that a stream makes up.
    /// </remarks>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (!_ended)
        {
            _decoder ??= _isBZip2 ? new BZip2InputStream(_source) { IsStreamOwner = false } : new LzwInputStream(_source) { IsStreamOwner = false };
            int count = _decoder.Read(buffer);
            if (count > 0)
                return count;
            _ended = !_isBZip2 || !TryStartNext();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder?.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    // What follows and is no further stream is padding.
    private bool TryStartNext()
    {
        byte[] magic = new byte[MagicBytes];
        int count = _source.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (count < magic.Length || !IsBZip2(magic))
            return false;
        _decoder!.Dispose();
        _decoder = new BZip2InputStream(new PrefixedStream(magic, _source)) { IsStreamOwner = false };
        return true;
    }

    private static bool IsBZip2(ReadOnlySpan<byte> magic) => magic is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..];
}
