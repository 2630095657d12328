using System.Buffers.Binary;
using System.Text;

namespace OstreePS.Compat;

/// <summary>What the client writes: numbers of four bytes, and texts behind their length.</summary>
internal sealed class Payload
{
    private readonly byte[] _bytes;
    private int _at;

    internal Payload(Stream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        stream.ReadExactly(length);
        _bytes = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        stream.ReadExactly(_bytes);
    }

    internal bool IsAtEnd => _at == _bytes.Length;

    internal int ReadNumber()
    {
        int number = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_at));
        _at += sizeof(int);
        return number;
    }

    internal string ReadText()
    {
        int length = ReadNumber();
        _at += length;
        return Encoding.UTF8.GetString(_bytes, _at - length, length);
    }
}
