using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A read-only stream over an open file, without a buffer of its own. Does not own the handle.</summary>
/// <param name="file">The file.</param>
/// <param name="label">Its path; for messages.</param>
/// <param name="endsItself">Whether the data say where they end, so that whoever reads them never asks for more, unless they were cut short.</param>
internal sealed class HandleStream(SafeFileHandle file, string label, bool endsItself = false) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = file.ReadSome(buffer, label);
        return count > 0 || buffer.IsEmpty || !endsItself ? count : throw new OstreeException(
            OstreeFault.CorruptObject,
            $"{label} ends within its compressed data.",
            label,
            "The object is damaged: fetch it again or restore it from a backup.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
