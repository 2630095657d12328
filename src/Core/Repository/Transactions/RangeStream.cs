using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>Reads a part of a file without moving its position.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="end">Where it ends.</param>
internal sealed class RangeStream(SafeFileHandle file, long start, long end) : ForwardStream
{
    private long _position = start;

    public override int Read(Span<byte> buffer)
    {
        int count = RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, end - _position)], _position);
        _position += count;
        return count;
    }
}
