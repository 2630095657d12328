using System.Buffers.Binary;
using System.Text;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>Writes values as D-Bus has them on the wire, little-endian, each at a multiple of its size.</summary>
internal sealed class BusWriter
{
    private readonly MemoryStream _bytes = new();

    /// <summary>What was written.</summary>
    internal byte[] ToArray() => _bytes.ToArray();

    internal int Length => (int)_bytes.Length;

    internal void Align(int size)
    {
        while (_bytes.Length % size != 0)
            _bytes.WriteByte(0);
    }

    internal BusWriter Byte(byte value)
    {
        _bytes.WriteByte(value);
        return this;
    }

    internal BusWriter Int32(int value) => UInt32((uint)value);

    internal BusWriter UInt32(uint value)
    {
        Align(sizeof(uint));
        Span<byte> raw = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(raw, value);
        _bytes.Write(raw);
        return this;
    }

    internal BusWriter Text(string value)
    {
        byte[] raw = Encoding.UTF8.GetBytes(value);
        UInt32((uint)raw.Length);
        _bytes.Write(raw);
        return Byte(0);
    }

    internal BusWriter Signature(string value)
    {
        Byte((byte)value.Length);
        _bytes.Write(Encoding.ASCII.GetBytes(value));
        return Byte(0);
    }

    internal BusWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}
