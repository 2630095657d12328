using System.Collections;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>The natural mapping between .NET values and GVariants.</summary>
internal static class VariantMapping
{
    /// <summary>Levels of collections that are followed; a collection that holds itself would never end.</summary>
    internal const int MaxDepth = 60;

    private static readonly Dictionary<Type, VariantType> TypeOf = new()
    {
        [typeof(bool)] = VariantType.Boolean,
        [typeof(byte)] = VariantType.Byte,
        [typeof(short)] = VariantType.Int16,
        [typeof(ushort)] = VariantType.UInt16,
        [typeof(int)] = VariantType.Int32,
        [typeof(uint)] = VariantType.UInt32,
        [typeof(long)] = VariantType.Int64,
        [typeof(ulong)] = VariantType.UInt64,
        [typeof(double)] = VariantType.Double,
        [typeof(string)] = VariantType.String,
        [typeof(DateTimeOffset)] = VariantType.UInt64,
        [typeof(byte[])] = VariantType.ByteString,
        [typeof(string[])] = VariantType.StringArray,
    };

    internal static Variant ToVariant(object? value, int depthLeft) => value switch
    {
        Variant variant => variant,
        bool b => Variant.Boolean(b),
        byte y => Variant.Byte(y),
        short n => Variant.Int16(n),
        ushort q => Variant.UInt16(q),
        int i => Variant.Int32(i),
        uint u => Variant.UInt32(u),
        long x => Variant.Int64(x),
        ulong t => Variant.UInt64(t),
        double d => Variant.Double(d),
        string s => Variant.String(s),
        byte[] ay => Variant.Bytes(ay),
        DateTimeOffset time => Variant.UInt64(Seconds(time)),
        DateTime time => Variant.UInt64(Seconds(new DateTimeOffset(time))),
        IEnumerable when depthLeft == 0 => throw Unmappable(value.GetType(), $"it nests deeper than {MaxDepth} levels"),
        IDictionary dictionary => FromDictionary(dictionary, depthLeft - 1),
        IEnumerable sequence => FromSequence(sequence, depthLeft - 1),
        null => throw new OstreeException(OstreeFault.MalformedVariant, "Null has no GVariant form.", "null", "Leave the value out, or give one."),
        _ => throw Unmappable(value.GetType(), "no GVariant type stands for it"),
    };

    internal static object? ToObject(VariantReader value) => value.Type.Kind switch
    {
        VariantKind.Boolean => value.GetBoolean(),
        VariantKind.Byte => value.GetByte(),
        VariantKind.Int16 => value.GetInt16(),
        VariantKind.UInt16 => value.GetUInt16(),
        VariantKind.Int32 => value.GetInt32(),
        VariantKind.UInt32 => value.GetUInt32(),
        VariantKind.Int64 => value.GetInt64(),
        VariantKind.UInt64 => value.GetUInt64(),
        VariantKind.Handle => value.GetHandle(),
        VariantKind.Double => value.GetDouble(),
        VariantKind.String or VariantKind.ObjectPath or VariantKind.Signature => value.GetString(),
        VariantKind.Variant => ToObject(value.Child(0)),
        VariantKind.Maybe => value.Count == 0 ? null : ToObject(value.Child(0)),
        VariantKind.DictEntry => new KeyValuePair<object, object?>(ToObject(value.Child(0))!, ToObject(value.Child(1))),
        VariantKind.Array => ToArray(value),
        _ => ToObjects(value),
    };

    private static Variant FromDictionary(IDictionary dictionary, int depthLeft)
    {
        var entries = new List<KeyValuePair<string, Variant>>(dictionary.Count);
        foreach (DictionaryEntry entry in dictionary)
        {
            string key = entry.Key as string ?? throw Unmappable(entry.Key.GetType(), "the keys of a dictionary must be strings");
            entries.Add(new(key, ToVariant(entry.Value, depthLeft)));
        }
        return Variant.Dictionary(entries);
    }

    private static Variant FromSequence(IEnumerable sequence, int depthLeft)
    {
        if (sequence is IEnumerable<KeyValuePair<string, object?>> pairs)
            return Variant.Dictionary(pairs.Select(p => KeyValuePair.Create(p.Key, ToVariant(p.Value, depthLeft))));

        var items = new List<Variant>();
        foreach (object? item in sequence)
            items.Add(ToVariant(item, depthLeft));
        VariantType? type = items.Count == 0 ? DeclaredElement(sequence.GetType()) : items[0].Type;
        return type is not null && items.TrueForAll(item => item.Type == type)
            ? Variant.Array(type, items)
            : Variant.Array(VariantType.Variant, items.Select(item => item.Type.Kind == VariantKind.Variant ? item : Variant.Of(item)));
    }

    private static VariantType? DeclaredElement(Type sequence)
        => sequence.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(i => TypeOf.GetValueOrDefault(i.GetGenericArguments()[0]))
            .FirstOrDefault(type => type is not null);

    private static ulong Seconds(DateTimeOffset time)
    {
        long seconds = time.ToUnixTimeSeconds();
        return seconds >= 0 ? (ulong)seconds : throw Unmappable(typeof(DateTimeOffset), $"{time:O} lies before 1970");
    }

    private static object ToArray(VariantReader array) => array.Type.Element!.Kind switch
    {
        VariantKind.Byte => array.GetBytes().ToArray(),
        VariantKind.Boolean => Elements(array, item => item.GetBoolean()),
        VariantKind.Int16 => Elements(array, item => item.GetInt16()),
        VariantKind.UInt16 => Elements(array, item => item.GetUInt16()),
        VariantKind.Int32 => Elements(array, item => item.GetInt32()),
        VariantKind.UInt32 => Elements(array, item => item.GetUInt32()),
        VariantKind.Int64 => Elements(array, item => item.GetInt64()),
        VariantKind.UInt64 => Elements(array, item => item.GetUInt64()),
        VariantKind.Handle => Elements(array, item => item.GetHandle()),
        VariantKind.Double => Elements(array, item => item.GetDouble()),
        VariantKind.String or VariantKind.ObjectPath or VariantKind.Signature => Elements(array, item => item.GetString()),
        VariantKind.DictEntry when array.Type.Element.Items[0].Kind == VariantKind.String => ToDictionary<string>(array, StringComparer.Ordinal),
        VariantKind.DictEntry => ToDictionary<object>(array, null),
        _ => ToObjects(array),
    };

    private static OrderedDictionary<TKey, object?> ToDictionary<TKey>(VariantReader array, IEqualityComparer<TKey>? comparer)
        where TKey : notnull
    {
        int count = array.Count;
        var dictionary = new OrderedDictionary<TKey, object?>(comparer);
        for (int i = 0; i < count; i++)
        {
            VariantReader entry = array.Child(i);
            dictionary.TryAdd((TKey)ToObject(entry.Child(0))!, ToObject(entry.Child(1)));
        }
        return dictionary;
    }

    private static object?[] ToObjects(VariantReader container)
    {
        var items = new object?[container.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = ToObject(container.Child(i));
        return items;
    }

    private delegate T Read<T>(VariantReader item);

    private static T[] Elements<T>(VariantReader array, Read<T> read)
    {
        var items = new T[array.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = read(array.Child(i));
        return items;
    }

    private static OstreeException Unmappable(Type type, string reason) => new(
        OstreeFault.MalformedVariant,
        $"A value of type {type.FullName} cannot become a GVariant: {reason}.",
        type.FullName,
        "Give a string, a number, a boolean, bytes, a date, a dictionary with string keys, a list of these, or GVariant text.");
}
