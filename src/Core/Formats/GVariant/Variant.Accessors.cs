using System.Text;

namespace OstreePS.Core.Formats.GVariant;

public sealed partial class Variant
{
    /// <summary>Number of children: elements, members, 0 or 1 for a maybe, 1 for a variant, 0 for a basic value.</summary>
    public int Count => Framing.Count;

    /// <summary>A child by position; it shares the bytes of this value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such child.</exception>
    public Variant this[int index]
    {
        get
        {
            ReadOnlySpan<byte> data = VariantFraming.Usable(Data.Span, Type);
            ContainerFraming framing = Framing;
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, framing.Count);
            ChildSpan child = framing.Locate(data, Type, _depth, index);
            return new Variant(child.Type, Data.Slice(child.Start, child.Length), _depth + 1);
        }
    }

    /// <summary>The children in order.</summary>
    public IEnumerable<Variant> Children()
    {
        int count = Count;
        for (int i = 0; i < count; i++)
            yield return this[i];
    }

    /// <summary>The value inside a <c>v</c>, or the value itself when it is none.</summary>
    public Variant Unbox() => Type.Kind == VariantKind.Variant ? this[0] : this;

    /// <summary>Finds the first entry with a key in an <c>a{s…}</c>.</summary>
    /// <returns>Its value, taken out of a <c>v</c> when it is in one; null when there is no such key.</returns>
    /// <exception cref="Diagnostics.OstreeException">MalformedVariant: this is not an array of entries with string keys.</exception>
    public Variant? LookUp(string key)
    {
        if (Type.Element is not { Kind: VariantKind.DictEntry } entry
            || entry.Items[0].Kind is not (VariantKind.String or VariantKind.ObjectPath or VariantKind.Signature))
        {
            throw WrongType(Type, "'a{sv}'");
        }

        ReadOnlySpan<byte> wanted = Encoding.UTF8.GetBytes(key);
        VariantReader reader = Reader;
        int count = reader.Count;
        for (int i = 0; i < count; i++)
        {
            if (reader.Child(i).Child(0).GetUtf8().SequenceEqual(wanted))
                return this[i][1].Unbox();
        }
        return null;
    }

    /// <summary>Reads a <c>b</c>.</summary>
    public bool GetBoolean() => Reader.GetBoolean();

    /// <summary>Reads a <c>y</c>.</summary>
    public byte GetByte() => Reader.GetByte();

    /// <summary>Reads an <c>n</c>.</summary>
    public short GetInt16() => Reader.GetInt16();

    /// <summary>Reads a <c>q</c>.</summary>
    public ushort GetUInt16() => Reader.GetUInt16();

    /// <summary>Reads an <c>i</c>.</summary>
    public int GetInt32() => Reader.GetInt32();

    /// <summary>Reads a <c>u</c>.</summary>
    public uint GetUInt32() => Reader.GetUInt32();

    /// <summary>Reads an <c>x</c>.</summary>
    public long GetInt64() => Reader.GetInt64();

    /// <summary>Reads a <c>t</c>.</summary>
    public ulong GetUInt64() => Reader.GetUInt64();

    /// <summary>Reads an <c>h</c>.</summary>
    public int GetHandle() => Reader.GetHandle();

    /// <summary>Reads a <c>d</c>.</summary>
    public double GetDouble() => Reader.GetDouble();

    /// <summary>Reads an <c>s</c>, <c>o</c> or <c>g</c>.</summary>
    public string GetString() => Reader.GetString();

    /// <summary>Reads an <c>ay</c>: all its bytes, a final NUL included.</summary>
    public ReadOnlySpan<byte> GetBytes() => Reader.GetBytes();

    /// <summary>Reads an <c>as</c>, <c>ao</c> or <c>ag</c>.</summary>
    public string[] GetStrings()
    {
        VariantReader reader = Reader;
        if (Type.Kind != VariantKind.Array)
            throw WrongType(Type, "'as'");
        var strings = new string[reader.Count];
        for (int i = 0; i < strings.Length; i++)
            strings[i] = reader.Child(i).GetString();
        return strings;
    }
}
