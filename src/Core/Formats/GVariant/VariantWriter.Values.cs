using System.Buffers.Binary;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

public sealed partial class VariantWriter
{
    /// <summary>Writes a <c>b</c>.</summary>
    public void WriteBoolean(bool value)
    {
        Place(VariantKind.Boolean, 1)[0] = value ? (byte)1 : (byte)0;
        Completed();
    }

    /// <summary>Writes a <c>y</c>.</summary>
    public void WriteByte(byte value)
    {
        Place(VariantKind.Byte, 1)[0] = value;
        Completed();
    }

    /// <summary>Writes an <c>n</c>.</summary>
    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(Place(VariantKind.Int16, 2), value);
        Completed();
    }

    /// <summary>Writes a <c>q</c>.</summary>
    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Place(VariantKind.UInt16, 2), value);
        Completed();
    }

    /// <summary>Writes an <c>i</c>.</summary>
    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Place(VariantKind.Int32, 4), value);
        Completed();
    }

    /// <summary>Writes a <c>u</c>.</summary>
    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Place(VariantKind.UInt32, 4), value);
        Completed();
    }

    /// <summary>Writes an <c>x</c>.</summary>
    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Place(VariantKind.Int64, 8), value);
        Completed();
    }

    /// <summary>Writes a <c>t</c>.</summary>
    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Place(VariantKind.UInt64, 8), value);
        Completed();
    }

    /// <summary>Writes an <c>h</c>.</summary>
    public void WriteHandle(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Place(VariantKind.Handle, 4), value);
        Completed();
    }

    /// <summary>Writes a <c>d</c>.</summary>
    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Place(VariantKind.Double, 8), value);
        Completed();
    }

    /// <summary>Writes an <c>s</c>, <c>o</c> or <c>g</c>.</summary>
    /// <exception cref="OstreeException">MalformedVariant: the text holds a NUL or half a surrogate pair, or has not the form of its type.</exception>
    public void WriteString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        VariantType type = ExpectedString();
        int start = _length;
        try
        {
            StrictUtf8.GetBytes(value, Room(StrictUtf8.GetByteCount(value)));
        }
        catch (EncoderFallbackException e)
        {
            throw BadString(value, "it holds half a surrogate pair", e);
        }
        CheckString(type, _buffer.AsSpan(start, _length - start));
        Room(1)[0] = 0;
        Completed();
    }

    /// <summary>Writes an <c>s</c>, <c>o</c> or <c>g</c> that is UTF-8 already, given without the final NUL.</summary>
    /// <exception cref="OstreeException">MalformedVariant: the bytes are not UTF-8, hold a NUL, or have not the form of their type.</exception>
    public void WriteUtf8(ReadOnlySpan<byte> value)
    {
        VariantType type = ExpectedString();
        if (!System.Text.Unicode.Utf8.IsValid(value))
            throw BadString(Encoding.UTF8.GetString(value), "it is not UTF-8");
        CheckString(type, value);
        value.CopyTo(Room(value.Length));
        Room(1)[0] = 0;
        Completed();
    }

    /// <summary>Writes an <c>ay</c> of exactly these bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        VariantType type = Expected();
        if (type.Kind != VariantKind.Array || type.Element!.Kind != VariantKind.Byte)
            throw Unfit("'ay'", type);
        value.CopyTo(Room(value.Length));
        Completed();
    }

    /// <summary>Writes a value of the expected type, as its bytes stand.</summary>
    public void Write(Variant value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteRaw(value.Type, value.Data.Span);
    }

    /// <summary>Writes a value in a <c>v</c>.</summary>
    public void WriteVariant(Variant content)
    {
        ArgumentNullException.ThrowIfNull(content);
        BeginVariant(content.Type);
        Write(content);
        End();
    }

    /// <summary>Writes serialised bytes of the expected type. A fixed-size value of the wrong size becomes zero.</summary>
    internal void WriteRaw(VariantType type, ReadOnlySpan<byte> data)
    {
        VariantType expected = Expected();
        if (type != expected)
            throw Unfit($"'{type}'", expected);
        Align(type.Alignment);
        if (type.FixedSize is { } size && size != data.Length)
            Room(size).Clear();
        else
            data.CopyTo(Room(data.Length));
        Completed();
    }

    private static void CheckString(VariantType type, ReadOnlySpan<byte> value)
    {
        if (value.Contains((byte)0))
            throw BadString(Encoding.UTF8.GetString(value), "it holds a NUL");
        if (type.Kind == VariantKind.ObjectPath && !VariantSyntax.IsObjectPath(value))
            throw BadString(Encoding.UTF8.GetString(value), "it is no object path");
        if (type.Kind == VariantKind.Signature && !VariantSyntax.IsSignature(value))
            throw BadString(Encoding.UTF8.GetString(value), "it is no signature");
    }

    private static OstreeException BadString(string value, string reason, Exception? inner = null)
        => new(OstreeFault.MalformedVariant, $"'{value}' cannot be written as GVariant: {reason}.", value, inner: inner);

    private VariantType ExpectedString()
    {
        VariantType type = Expected();
        return type.Kind is VariantKind.String or VariantKind.ObjectPath or VariantKind.Signature ? type : throw Unfit("'s'", type);
    }

    private Span<byte> Place(VariantKind kind, int size)
    {
        VariantType type = Expected();
        if (type.Kind != kind)
            throw Unfit($"'{(char)kind}'", type);
        Align(size == 0 ? type.Alignment : size);
        return Room(size);
    }
}
