using System.Buffers.Binary;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Reads a serialised GVariant in place, little-endian, without allocating.</summary>
/// <remarks>
/// Any bytes can be read as any type: what is broken reads as zero, an empty string, an empty array or <c>()</c>,
/// exactly as GLib 2.74.6 does. Use <see cref="IsNormalForm"/> to refuse such data.
/// Making a reader costs one pass over the framing offsets of the value; each child is then found in one step.
/// </remarks>
public readonly ref partial struct VariantReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly ContainerFraming _framing;
    private readonly int _depth;

    /// <summary>Starts reading a value.</summary>
    /// <param name="data">The serialised value, all of it and nothing else; need not be trusted.</param>
    /// <param name="type">A definite type.</param>
    /// <exception cref="OstreeException">MalformedVariant: the type is indefinite.</exception>
    public VariantReader(ReadOnlySpan<byte> data, VariantType type)
        : this(data, type, 0)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!type.IsDefinite)
            throw Variant.Indefinite(type);
    }

    internal VariantReader(ReadOnlySpan<byte> data, VariantType type, int depth)
        : this(data, type, depth, ContainerFraming.Read(VariantFraming.Usable(data, type), type))
    {
    }

    internal VariantReader(ReadOnlySpan<byte> data, VariantType type, int depth, scoped in ContainerFraming framing)
    {
        _data = VariantFraming.Usable(data, type);
        _depth = depth;
        _framing = framing;
        Type = type;
    }

    /// <summary>The type of the value.</summary>
    public VariantType Type { get; }

    /// <summary>The serialised value; empty when a fixed-size value is broken.</summary>
    public ReadOnlySpan<byte> Data => _data;

    /// <summary>Number of children: elements, members, 0 or 1 for a maybe, 1 for a variant, 0 for a basic value.</summary>
    public int Count => _framing.Count;

    /// <summary>A child by position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such child.</exception>
    public VariantReader Child(int index)
    {
        ChildSpan child = Locate(index);
        return new VariantReader(_data.Slice(child.Start, child.Length), child.Type, _depth + 1);
    }

    /// <summary>The bytes of a child; empty when it is broken.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such child.</exception>
    public ReadOnlySpan<byte> ChildData(int index)
    {
        ChildSpan child = Locate(index);
        return _data.Slice(child.Start, child.Length);
    }

    /// <summary>The value inside a <c>v</c>, or the value itself when it is none.</summary>
    public VariantReader Unbox() => Type.Kind == VariantKind.Variant ? Child(0) : this;

    /// <summary>Reads a <c>b</c>.</summary>
    public bool GetBoolean() => !Expect(VariantKind.Boolean).IsEmpty && _data[0] != 0;

    /// <summary>Reads a <c>y</c>.</summary>
    public byte GetByte() => Expect(VariantKind.Byte).IsEmpty ? (byte)0 : _data[0];

    /// <summary>Reads an <c>n</c>.</summary>
    public short GetInt16() => Expect(VariantKind.Int16).IsEmpty ? (short)0 : BinaryPrimitives.ReadInt16LittleEndian(_data);

    /// <summary>Reads a <c>q</c>.</summary>
    public ushort GetUInt16() => Expect(VariantKind.UInt16).IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(_data);

    /// <summary>Reads an <c>i</c>.</summary>
    public int GetInt32() => Expect(VariantKind.Int32).IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_data);

    /// <summary>Reads a <c>u</c>.</summary>
    public uint GetUInt32() => Expect(VariantKind.UInt32).IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(_data);

    /// <summary>Reads an <c>x</c>.</summary>
    public long GetInt64() => Expect(VariantKind.Int64).IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(_data);

    /// <summary>Reads a <c>t</c>.</summary>
    public ulong GetUInt64() => Expect(VariantKind.UInt64).IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(_data);

    /// <summary>Reads an <c>h</c>.</summary>
    public int GetHandle() => Expect(VariantKind.Handle).IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_data);

    /// <summary>Reads a <c>d</c>.</summary>
    public double GetDouble() => Expect(VariantKind.Double).IsEmpty ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(_data);

    /// <summary>Reads an <c>s</c>, <c>o</c> or <c>g</c>.</summary>
    public string GetString() => Encoding.UTF8.GetString(GetUtf8());

    /// <summary>Reads an <c>s</c>, <c>o</c> or <c>g</c> as UTF-8, without the final NUL.</summary>
    public ReadOnlySpan<byte> GetUtf8() => Type.Kind switch
    {
        VariantKind.String => IsStringData(_data) ? _data[..^1] : default,
        VariantKind.ObjectPath => IsStringData(_data) && VariantSyntax.IsObjectPath(_data[..^1]) ? _data[..^1] : "/"u8,
        VariantKind.Signature => IsStringData(_data) && VariantSyntax.IsSignature(_data[..^1]) ? _data[..^1] : default,
        _ => throw Variant.WrongType(Type, "a string"),
    };

    /// <summary>Reads an <c>ay</c>: all its bytes, a final NUL included.</summary>
    public ReadOnlySpan<byte> GetBytes()
        => Type.Kind == VariantKind.Array && Type.Element!.Kind == VariantKind.Byte
            ? _data
            : throw Variant.WrongType(Type, "'ay'");

    internal static bool IsStringData(ReadOnlySpan<byte> data)
        => data.IndexOf((byte)0) == data.Length - 1 && !data.IsEmpty && System.Text.Unicode.Utf8.IsValid(data);

    private ChildSpan Locate(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _framing.Locate(_data, Type, _depth, index);
    }

    private ReadOnlySpan<byte> Expect(VariantKind kind)
        => Type.Kind == kind ? _data : throw Variant.WrongType(Type, $"'{(char)kind}'");
}
