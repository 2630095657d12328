using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A content object opened for reading: its header, and its payload, which can be streamed once.</summary>
internal sealed class ContentObject : IDisposable
{
    private readonly long? _compressed;
    private CompressedFileStream? _stored;

    /// <param name="header">Its header.</param>
    /// <param name="size">Bytes of payload.</param>
    /// <param name="file">The open file; null for a link.</param>
    /// <param name="compressed">Bytes of the file behind the header, where they are the payload in compressed form; null where it is stored as it is.</param>
    /// <param name="label">Where the object lies.</param>
    internal ContentObject(FileHeader header, long size, SafeFileHandle? file, long? compressed, string label)
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
    internal SafeFileHandle? PlainFile => _compressed is null ? File : null;

    /// <summary>Whether the file has more bytes than the object, which nobody reads. It is known when the payload was streamed to its end.</summary>
    internal bool HasSurplus => _stored is { } stored ? !stored.IsUsedUp : File is null && _compressed > 0;

    /// <summary>Streams the payload. The stream is not bounded: a reader compares what it got with <see cref="Size"/>.</summary>
    internal Stream OpenPayload()
    {
        if (File is null)
            return Stream.Null;
        if (_compressed is not { } length)
            return new HandleStream(File, Label);
        _stored = new CompressedFileStream(File, length, Label);
        return new DeflateStream(_stored, CompressionMode.Decompress);
    }

    public void Dispose() => File?.Dispose();
}
