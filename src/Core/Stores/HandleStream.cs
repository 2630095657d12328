using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A read-only stream over an open file, without a buffer of its own. Does not own the handle.</summary>
/// <param name="file">The file.</param>
/// <param name="label">Its path; for messages.</param>
internal sealed class HandleStream(SafeFileHandle file, string label) : Stream
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

    public override int Read(Span<byte> buffer) => file.ReadSome(buffer, label);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
