namespace OstreePS.Core.Formats.GVariant;

public sealed partial class Variant
{
    /// <summary>Makes a <c>b</c>.</summary>
    public static Variant Boolean(bool value) => Make(VariantType.Boolean, w => w.WriteBoolean(value));

    /// <summary>Makes a <c>y</c>.</summary>
    public static Variant Byte(byte value) => Make(VariantType.Byte, w => w.WriteByte(value));

    /// <summary>Makes an <c>n</c>.</summary>
    public static Variant Int16(short value) => Make(VariantType.Int16, w => w.WriteInt16(value));

    /// <summary>Makes a <c>q</c>.</summary>
    public static Variant UInt16(ushort value) => Make(VariantType.UInt16, w => w.WriteUInt16(value));

    /// <summary>Makes an <c>i</c>.</summary>
    public static Variant Int32(int value) => Make(VariantType.Int32, w => w.WriteInt32(value));

    /// <summary>Makes a <c>u</c>.</summary>
    public static Variant UInt32(uint value) => Make(VariantType.UInt32, w => w.WriteUInt32(value));

    /// <summary>Makes an <c>x</c>.</summary>
    public static Variant Int64(long value) => Make(VariantType.Int64, w => w.WriteInt64(value));

    /// <summary>Makes a <c>t</c>.</summary>
    public static Variant UInt64(ulong value) => Make(VariantType.UInt64, w => w.WriteUInt64(value));

    /// <summary>Makes an <c>h</c>.</summary>
    public static Variant Handle(int value) => Make(VariantType.Handle, w => w.WriteHandle(value));

    /// <summary>Makes a <c>d</c>.</summary>
    public static Variant Double(double value) => Make(VariantType.Double, w => w.WriteDouble(value));

    /// <summary>Makes an <c>s</c>.</summary>
    /// <exception cref="Diagnostics.OstreeException">MalformedVariant: the text holds a NUL or half a surrogate pair.</exception>
    public static Variant String(string value) => Make(VariantType.String, w => w.WriteString(value));

    /// <summary>Makes an <c>o</c>.</summary>
    /// <exception cref="Diagnostics.OstreeException">MalformedVariant: the text is no object path.</exception>
    public static Variant ObjectPath(string value) => Make(VariantType.ObjectPath, w => w.WriteString(value));

    /// <summary>Makes a <c>g</c>.</summary>
    /// <exception cref="Diagnostics.OstreeException">MalformedVariant: the text is no signature.</exception>
    public static Variant Signature(string value) => Make(VariantType.Signature, w => w.WriteString(value));

    /// <summary>Makes an <c>ay</c> of exactly these bytes.</summary>
    public static Variant Bytes(ReadOnlySpan<byte> value) => new(VariantType.ByteString, value.ToArray());

    /// <summary>Makes a <c>v</c> that holds the value.</summary>
    public static Variant Of(Variant value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Make(VariantType.Variant, w => w.WriteVariant(value));
    }

    /// <summary>Makes a maybe.</summary>
    /// <param name="element">The type inside.</param>
    /// <param name="value">A value of that type, or null for nothing.</param>
    public static Variant Maybe(VariantType element, Variant? value) => Make(VariantType.MaybeOf(element), w =>
    {
        if (value is null)
        {
            w.WriteNothing();
            return;
        }
        w.BeginMaybe();
        w.Write(value);
        w.End();
    });

    /// <summary>Makes an array.</summary>
    /// <param name="element">The type of each element.</param>
    /// <param name="items">The elements.</param>
    public static Variant Array(VariantType element, IEnumerable<Variant> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Make(VariantType.ArrayOf(element), w =>
        {
            w.BeginArray();
            foreach (Variant item in items)
                w.Write(item);
            w.End();
        });
    }

    /// <summary>Makes a tuple.</summary>
    public static Variant Tuple(params IReadOnlyList<Variant> items)
        => Make(VariantType.TupleOf(items.Select(item => item.Type)), w =>
        {
            w.BeginTuple();
            foreach (Variant item in items)
                w.Write(item);
            w.End();
        });

    /// <summary>Makes a dictionary entry; the key has a basic type.</summary>
    public static Variant DictEntry(Variant key, Variant value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return Make(VariantType.DictEntryOf(key.Type, value.Type), w =>
        {
            w.BeginDictEntry();
            w.Write(key);
            w.Write(value);
            w.End();
        });
    }

    /// <summary>Makes an <c>a{sv}</c> with the entries in the order given, each value boxed once.</summary>
    public static Variant Dictionary(IEnumerable<KeyValuePair<string, Variant>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Make(VariantType.VarDict, w =>
        {
            w.BeginArray();
            foreach ((string key, Variant value) in entries)
            {
                w.BeginDictEntry();
                w.WriteString(key);
                w.WriteVariant(value);
                w.End();
            }
            w.End();
        });
    }

    private static Variant Make(VariantType type, Action<VariantWriter> write)
    {
        using var writer = new VariantWriter(type);
        write(writer);
        return new Variant(type, writer.ToArray());
    }
}
