using System.Buffers.Binary;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>Reads values as D-Bus has them on the wire.</summary>
/// <param name="data">The bytes; the first one is at a multiple of 8.</param>
/// <param name="bigEndian">Whether numbers are big-endian.</param>
internal ref struct BusReader(ReadOnlySpan<byte> data, bool bigEndian)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    /// <summary>Whether all was read.</summary>
    internal readonly bool IsAtEnd => _at >= _data.Length;

    internal void Align(int size) => _at = Math.Min(_data.Length, (_at + size - 1) / size * size);

    internal byte Byte() => Take(1)[0];

    internal ushort UInt16()
    {
        Align(sizeof(ushort));
        ReadOnlySpan<byte> raw = Take(sizeof(ushort));
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(raw) : BinaryPrimitives.ReadUInt16LittleEndian(raw);
    }

    internal uint UInt32()
    {
        Align(sizeof(uint));
        ReadOnlySpan<byte> raw = Take(sizeof(uint));
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(raw) : BinaryPrimitives.ReadUInt32LittleEndian(raw);
    }

    internal int Int32() => (int)UInt32();

    internal string Text()
    {
        string text = Encoding.UTF8.GetString(Take(UInt32()));
        Take(1);
        return text;
    }

    internal string Signature()
    {
        string text = Encoding.ASCII.GetString(Take(Byte()));
        Take(1);
        return text;
    }

    /// <summary>An array of arrays of bytes.</summary>
    internal List<byte[]> Blobs()
    {
        uint length = UInt32();
        if (length > (uint)(_data.Length - _at))
            throw Short();
        int end = _at + (int)length;
        var blobs = new List<byte[]>();
        while (_at < end)
            blobs.Add(Take(UInt32()).ToArray());
        return blobs;
    }

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)(_data.Length - _at))
            throw Short();
        ReadOnlySpan<byte> taken = _data.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private static OstreeException Short() => BusConnection.Malformed("a value is longer than its message");
}
