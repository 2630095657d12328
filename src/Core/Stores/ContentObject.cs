using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A content object opened for reading: its header, and its payload, which can be streamed once.</summary>
internal sealed class ContentObject : IDisposable
{
    private readonly bool _compressed;

    internal ContentObject(FileHeader header, long size, SafeFileHandle? file, bool compressed, string label)
    {
        Header = header;
        Size = size;
        File = file;
        _compressed = compressed;
        Label = label;
    }

    internal FileHeader Header { get; }

    /// <summary>Bytes of payload; 0 for a symbolic link.</summary>
    internal long Size { get; }

    /// <summary>The open file, standing at the start of what is stored of the payload; null for a link.</summary>
    internal SafeFileHandle? File { get; }

    /// <summary>Where the object lies; for messages.</summary>
    internal string Label { get; }

    /// <summary>The file, when it holds the payload as it is, so that it can be cloned or copied within the kernel.</summary>
    internal SafeFileHandle? PlainFile => _compressed ? null : File;

    /// <summary>Streams the payload. The stream is not bounded: a reader compares what it got with <see cref="Size"/>.</summary>
    internal Stream OpenPayload()
    {
        if (File is null)
            return Stream.Null;
        var raw = new HandleStream(File, Label, endsItself: _compressed);
        return _compressed ? new DeflateStream(raw, CompressionMode.Decompress) : raw;
    }

    public void Dispose() => File?.Dispose();
}
