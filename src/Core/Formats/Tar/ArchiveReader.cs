using System.Buffers;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.Tar;

/// <summary>Reads an archive once, from start to end.</summary>
/// <remarks>The content of an entry is read before the next entry is asked for; what is not, is passed over.</remarks>
internal abstract class ArchiveReader(Stream stream, string archive) : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _position;
    private int _filled;
    private long _padding;

    /// <summary>Whether the archive ended with what marks its end; without that it may have been cut.</summary>
    internal bool HasEndMark { get; private protected set; }

    /// <summary>Where the archive is from; for messages.</summary>
    private protected string Archive { get; } = archive;

    /// <summary>Bytes of the entry's content that were not read yet.</summary>
    private protected long Left { get; private set; }

    /// <summary>Goes to the next entry; null at the end.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/>, <see cref="OstreeFault.InvalidName"/>, or <see cref="OstreeFault.NotSupported"/> for a sparse file.</exception>
    internal abstract TarEntry? Next();

    /// <summary>Reads content of the entry.</summary>
    /// <returns>How many bytes were read; 0 at the end of the content.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/> when the archive ends within it.</exception>
    internal int Read(Span<byte> target)
    {
        int wanted = (int)Math.Min(target.Length, Left);
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
        Left -= count;
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

    private protected void StartContent(long size, long padding)
    {
        Left = size;
        _padding = padding;
    }

    private protected byte[] ReadContent(int size)
    {
        byte[] bytes = new byte[size];
        for (int done = 0; done < bytes.Length;)
            done += Read(bytes.AsSpan(done));
        return bytes;
    }

    /// <summary>Passes over what is left of an entry.</summary>
    private protected void SkipContent()
    {
        for (long bytes = Left + _padding; bytes > 0;)
        {
            if (_position == _filled)
                Fill();
            int count = (int)Math.Min(bytes, _filled - _position);
            if (count == 0)
                throw Cut();
            _position += count;
            bytes -= count;
        }

        StartContent(0, 0);
    }

    /// <summary>Fills a header; false when the archive ends where it would begin.</summary>
    private protected bool TryRead(Span<byte> block)
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

    private protected OstreeException Cut() => TarFault.Malformed(Archive, "ends too early");

    private void Fill()
    {
        _position = 0;
        _filled = stream.Read(_buffer, 0, BufferBytes);
    }
}
