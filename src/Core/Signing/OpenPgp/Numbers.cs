using System.Buffers.Binary;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Reads the numbers of a key or a signature: two bytes with the length in bits, then the number, most significant byte first.</summary>
internal ref struct Numbers(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>What is left.</summary>
    internal readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>The next number; null when it is cut short or larger than allowed.</summary>
    internal byte[]? TryRead(int maxBits)
    {
        if (_rest.Length < 2)
            return null;
        int bits = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        int size = (bits + 7) / 8;
        if (bits > maxBits || size > _rest.Length - 2)
            return null;
        byte[] number = _rest.Slice(2, size).ToArray();
        _rest = _rest[(2 + size)..];
        return number;
    }

    /// <summary>The next bytes, which have one byte of length before them; null when they are cut short.</summary>
    internal byte[]? TryReadShort()
    {
        if (_rest.IsEmpty || _rest[0] > _rest.Length - 1)
            return null;
        byte[] value = _rest.Slice(1, _rest[0]).ToArray();
        _rest = _rest[(1 + value.Length)..];
        return value;
    }

    /// <summary>The next bytes; null when there are fewer.</summary>
    internal byte[]? TryTake(int count)
    {
        if (count > _rest.Length)
            return null;
        byte[] value = _rest[..count].ToArray();
        _rest = _rest[count..];
        return value;
    }
}
