using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>What was fetched: in memory when it is small, else in a file.</summary>
internal sealed class FetchedBody : IDisposable
{
    private readonly byte[]? _rented;
    private readonly PartialFile? _partial;

    internal FetchedBody(byte[]? rented, PartialFile? partial, long length)
    {
        _rented = rented;
        _partial = partial;
        Length = length;
    }

    /// <summary>Bytes of it.</summary>
    internal long Length { get; }

    /// <summary>The bytes, when they are in memory.</summary>
    internal ReadOnlyMemory<byte> Memory => _rented is null ? ReadOnlyMemory<byte>.Empty : _rented.AsMemory(0, (int)Length);

    /// <summary>The file, when there is one.</summary>
    internal SafeFileHandle? File => _partial?.Handle;

    /// <summary>Where it lies; for messages.</summary>
    internal required Uri Source { get; init; }

    /// <summary>Whether the known copy is still good; then nothing else is set.</summary>
    internal bool IsNotModified { get; init; }

    /// <summary>Whether a part of it came with an earlier pull, or from an earlier connection.</summary>
    internal bool WasResumed { get; init; }

    /// <summary>How long the file is, where only that was asked for; null when the server does not tell.</summary>
    internal long? Announced { get; init; }

    /// <summary>What the server said with it; null when nobody did.</summary>
    internal HttpResponseHeaders? Headers { get; init; }

    /// <summary>What the server said of it; null when nobody did.</summary>
    internal HttpContentHeaders? ContentHeaders { get; init; }

    // Parsed for the few that ask: it costs about as much as all else of a small file's reply.
    internal string? Tag => Headers?.ETag?.ToString();

    internal DateTimeOffset? Modified => ContentHeaders?.LastModified;

    /// <summary>Whether the server says that it is a page to look at.</summary>
    internal bool IsWebPage => ContentHeaders is not null
        && ContentHeaders.NonValidated.TryGetValues("Content-Type", out HeaderStringValues types)
        && types.ToString().StartsWith("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives up the file that a later pull would go on with: it is complete and stored, or damaged.</summary>
    internal void Discard() => _partial?.Remove();

    public void Dispose()
    {
        _partial?.Dispose();
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
