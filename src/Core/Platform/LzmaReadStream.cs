using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>Decompresses xz and its kin as it is read. Closes the stream that it reads from.</summary>
internal sealed class LzmaReadStream : ForwardStream
{
    // xz -9 needs 65 MiB; what needs far more is made to exhaust memory.
    private const ulong MemoryLimitBytes = 512UL << 20;
    private const int BufferBytes = 64 * 1024;
    private readonly Stream _source;
    private readonly string _label;

    // Pinned for good: the decoder keeps pointers into it between calls.
    private readonly byte[] _input = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private NativeLzma.State _state;
    private bool _sourceEnded;
    private bool _ended;
    private bool _closed;

    /// <param name="source">The compressed data.</param>
    /// <param name="label">Where they are from; for messages.</param>
    /// <param name="form">How the data are kept.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.NotSupported"/> where there is no liblzma, or one too old.</exception>
    internal LzmaReadStream(Stream source, string label, LzmaForm form)
    {
        _source = source;
        _label = label;
        try
        {
            if (Start(form) != 0)
                throw new OstreeException(OstreeFault.SystemLimit, "liblzma has no memory for a decoder.", remedy: "Free memory.");
        }
        catch (DllNotFoundException e)
        {
            throw new OstreeException(OstreeFault.NotSupported, "xz cannot be read: this system has no liblzma.so.5.", remedy: "Install liblzma (the package liblzma5 or xz-libs).", inner: e);
        }
        catch (EntryPointNotFoundException e)
        {
            throw new OstreeException(OstreeFault.NotSupported, "lzip cannot be read: this system's liblzma is older than 5.4.", remedy: "Compress the archive with xz.", inner: e);
        }
    }

    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/> when the data are no xz, damaged, or cut short.</exception>
    public override unsafe int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_ended || buffer.IsEmpty)
            return 0;
        fixed (byte* target = buffer)
        {
            _state.NextOut = (nint)target;
            _state.AvailableOut = (nuint)buffer.Length;
            while (_state.AvailableOut == (nuint)buffer.Length && !_ended)
                Step();
            return buffer.Length - (int)_state.AvailableOut;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            NativeLzma.End(ref _state);
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Start(LzmaForm form) => form switch
    {
        LzmaForm.Xz => NativeLzma.StartDecoder(ref _state, MemoryLimitBytes, NativeLzma.Concatenated),
        LzmaForm.Alone => NativeLzma.StartAloneDecoder(ref _state, MemoryLimitBytes),
        LzmaForm.Lzip => NativeLzma.StartLzipDecoder(ref _state, MemoryLimitBytes, NativeLzma.Concatenated),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private unsafe void Step()
    {
        if (_state.AvailableIn == 0 && !_sourceEnded)
        {
            int count = _source.Read(_input, 0, BufferBytes);
            _sourceEnded = count == 0;
            fixed (byte* start = _input)
                _state.NextIn = (nint)start;
            _state.AvailableIn = (nuint)count;
        }

        int result = NativeLzma.Code(ref _state, _sourceEnded ? NativeLzma.Finish : NativeLzma.Run);
        _ended = result == NativeLzma.StreamEnd;
        if (result is 0 or NativeLzma.StreamEnd)
            return;
        string what = result switch
        {
            NativeLzma.BufferError => "ends too early",
            NativeLzma.MemoryLimit => $"needs more than {MemoryLimitBytes >> 20} MiB of memory to be decompressed",
            _ => "is damaged: its data cannot be decompressed",
        };
        throw new OstreeException(OstreeFault.MalformedArchive, $"'{_label}' {what}.", _label, "Fetch it again, or make it anew.");
    }
}
