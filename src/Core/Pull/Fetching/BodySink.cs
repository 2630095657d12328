using System.Buffers;
using System.Net.Http.Headers;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Takes a body in: into memory, and what is too large for that into a file that outlives the pull.</summary>
internal sealed class BodySink : IDisposable
{
    /// <summary>How many bytes tell how large the whole may be.</summary>
    internal const int HeadBytes = 16;

    private const int FirstBytes = 16 * 1024;
    private const int SpillBytes = 256 * 1024;
    private readonly FetchRequest _request;
    private readonly PartialFiles? _parts;
    private byte[]? _buffer;
    private int _filled;
    private PartialFile? _file;
    private long _limit;
    private bool _knowsHead;

    internal BodySink(FetchRequest request)
    {
        _request = request;
        _parts = request.PartialName is null ? null : request.Parts;
        _limit = request.Limit;
        _file = _parts?.TryOpen(request.PartialName!);
        WasResumed = _file is not null;
        if (_file is not null && !IsPlausible())
        {
            _file.Remove();
            _file.Dispose();
            _file = null;
            WasResumed = false;
        }
    }

    /// <summary>Bytes that are there.</summary>
    internal long Length => (_file?.Length ?? 0) + _filled;

    internal bool WasResumed { get; private set; }

    /// <summary>Room for the next bytes.</summary>
    /// <param name="expected">How many are to come, if that is known.</param>
    internal Memory<byte> Space(long? expected)
    {
        if (_buffer is null)
        {
            long wanted = Math.Clamp(expected is { } known ? known + 1 : FirstBytes, HeadBytes, _parts is null ? Math.Min(_limit, 1 << 20) + 1 : SpillBytes);
            _buffer = ArrayPool<byte>.Shared.Rent((int)wanted);
        }
        else if (_filled == _buffer.Length)
        {
            if (_parts is not null && _filled >= SpillBytes)
                Spill();
            else
                Grow();
        }

        return _buffer.AsMemory(_filled);
    }

    /// <summary>Counts bytes that came into the room.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ResponseTooLarge"/>.</exception>
    internal void Advance(int count, Uri source)
    {
        _filled += count;
        _request.Arrived?.Invoke(count);
        if (!_knowsHead && _request.LimitFromHead is { } tell && Length >= HeadBytes)
        {
            _knowsHead = true;
            _limit = Math.Min(_limit, tell(Head()));
        }

        if (Length > _limit)
        {
            _file?.Clear();
            throw FetchFault.Lasting(OstreeFault.ResponseTooLarge, source, $"it has more than the {_limit} bytes that are allowed", "Check the server; it may answer with something else than what was asked for.").Exception;
        }

        if (_file is not null)
            Spill();
    }

    /// <summary>Forgets what is there: it does not fit what comes.</summary>
    internal void Reset()
    {
        _filled = 0;
        _file?.Clear();
        _knowsHead = false;
        WasResumed = false;
        _limit = _request.Limit;
    }

    /// <summary>Notes that what is there is gone on with.</summary>
    internal void Resume() => WasResumed = true;

    /// <summary>Keeps what came, for a later pull.</summary>
    internal void Keep()
    {
        if (_parts is not null && _filled > 0 && Length >= SpillBytes / 4)
            Spill();
    }

    internal FetchedBody Finish(Uri source, HttpResponseHeaders headers, HttpContentHeaders? contentHeaders)
    {
        var body = new FetchedBody(_file is null ? _buffer ?? ArrayPool<byte>.Shared.Rent(1) : null, _file, Length)
        {
            Source = source,
            WasResumed = WasResumed,
            Headers = headers,
            ContentHeaders = contentHeaders,
        };
        if (_file is not null && _buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _file = null;
        return body;
    }

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _file?.Dispose();
    }

    // What an earlier pull left must be able to be the beginning of what is asked for.
    private bool IsPlausible()
        => _file!.Length <= (_request.LimitFromHead is { } tell && _file.Length >= HeadBytes ? Math.Min(_limit, tell(Head())) : _limit);

    private ReadOnlySpan<byte> Head()
    {
        if (_file is null)
            return _buffer.AsSpan(0, _filled);
        if (_file.Length == 0)
            return _buffer.AsSpan(0, _filled);
        byte[] head = new byte[HeadBytes];
        return head.AsSpan(0, _file.Read(head, 0));
    }

    private void Spill()
    {
        _file ??= _parts!.Create(_request.PartialName!);
        _file.Append(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }

    private void Grow()
    {
        long most = Math.Max(Math.Min(_limit, Array.MaxLength - 1), _buffer!.Length) + 1;
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_buffer.Length * 2, most));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
