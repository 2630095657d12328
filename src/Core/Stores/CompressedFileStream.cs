using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>
/// Compressed data at the end of an open file, which themselves say where they end. The last byte is given out on its own, so that whoever
/// decompresses them shows by asking for it that they go up to the end of the file. Does not own the handle.
/// </summary>
/// <param name="file">The file, standing at the start of the data.</param>
/// <param name="length">Bytes from there to its end.</param>
/// <param name="label">Its path; for messages.</param>
internal sealed class CompressedFileStream(SafeFileHandle file, long length, string label) : ForwardStream
{
    private const int Nothing = -1;
    private long _left = length;
    private int _held = Nothing;

    /// <summary>Whether all of it was asked for.</summary>
    internal bool IsUsedUp => _left == 0 && _held == Nothing;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_held != Nothing)
        {
            buffer[0] = (byte)_held;
            _held = Nothing;
            return 1;
        }

        int count = _left == 0 ? 0 : file.ReadSome(buffer[..(int)Math.Min(buffer.Length, _left)], label);
        if (count == 0)
        {
            throw new OstreeException(
                OstreeFault.CorruptObject,
                $"{label} ends within its compressed data.",
                label,
                "The object is damaged: fetch it again or restore it from a backup.");
        }

        _left -= count;
        if (_left == 0 && count > 1)
            _held = buffer[--count];
        return count;
    }
}
