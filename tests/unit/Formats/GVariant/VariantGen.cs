using CsCheck;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

/// <summary>Arbitrary types and values.</summary>
internal static class VariantGen
{
    private static readonly Gen<VariantType> BasicType = Gen.OneOf("bynqiuxthdsog".Select(c => VariantType.Parse(c.ToString())).ToArray());

    internal static Gen<VariantType> Type { get; } = TypeOf(4);

    internal static Gen<Variant> Value { get; } = Type.SelectMany(type => ValueOf(type, 3));

    internal static Gen<string> Text { get; } = Gen.OneOf(
            Gen.Char[' ', '~'],
            Gen.Char['\u0001', '\u00ff'],
            Gen.Char['\u0100', '\ud7ff'],
            Gen.Char['\ue000', '\uffff'],
            Gen.OneOf('\'', '"', '\\', '\n', ';', '\u00ad'))
        .Array[0, 8]
        .Select(chars => new string(chars))
        .Select(text => text.Length % 5 == 4 ? text + "\U0001f600\U000e0001" : text);

    private static Gen<VariantType> TypeOf(int depth)
    {
        Gen<VariantType> leaf = Gen.OneOf(BasicType, Gen.Const(VariantType.Variant));
        if (depth == 0)
            return leaf;
        Gen<VariantType> inner = TypeOf(depth - 1);
        return Gen.Frequency(
            (3, leaf),
            (2, inner.Select(VariantType.ArrayOf)),
            (1, inner.Select(VariantType.MaybeOf)),
            (2, inner.Array[0, 4].Select(items => VariantType.TupleOf(items))),
            (1, Gen.Select(BasicType, inner, VariantType.DictEntryOf)),
            (1, Gen.Select(BasicType, inner, VariantType.DictEntryOf).Select(VariantType.ArrayOf)));
    }

    private static Gen<Variant> ValueOf(VariantType type, int depth) => type.Kind switch
    {
        VariantKind.Boolean => Gen.Bool.Select(Variant.Boolean),
        VariantKind.Byte => Gen.Byte.Select(Variant.Byte),
        VariantKind.Int16 => Gen.Short.Select(Variant.Int16),
        VariantKind.UInt16 => Gen.UShort.Select(Variant.UInt16),
        VariantKind.Int32 => Gen.Int.Select(Variant.Int32),
        VariantKind.UInt32 => Gen.UInt.Select(Variant.UInt32),
        VariantKind.Int64 => Gen.Long.Select(Variant.Int64),
        VariantKind.UInt64 => Gen.ULong.Select(Variant.UInt64),
        VariantKind.Handle => Gen.Int.Select(Variant.Handle),

        // GLib's text knows no subnormal numbers, and a NaN loses its payload.
        VariantKind.Double => Gen.Double.Where(d => d == 0 || double.IsNormal(d)).Select(Variant.Double),
        VariantKind.String => Text.Select(Variant.String),
        VariantKind.ObjectPath => Gen.OneOf("/", "/a", "/org/x_1").Select(Variant.ObjectPath),
        VariantKind.Signature => Gen.OneOf("", "s", "a{sv}(ii)").Select(Variant.Signature),
        VariantKind.Maybe => Gen.OneOf(
            Gen.Const(Variant.Maybe(type.Element!, null)),
            ValueOf(type.Element!, depth).Select(value => Variant.Maybe(type.Element!, value))),
        VariantKind.Array => ValueOf(type.Element!, depth).Array[0, 6].Select(items => Variant.Array(type.Element!, items)),
        VariantKind.DictEntry => Gen.Select(ValueOf(type.Items[0], depth), ValueOf(type.Items[1], depth), Variant.DictEntry),
        VariantKind.Variant => (depth == 0 ? BasicType : TypeOf(depth - 1)).SelectMany(t => ValueOf(t, Math.Max(0, depth - 1))).Select(Variant.Of),
        _ => type.Items.Aggregate(
                Gen.Const(new List<Variant>()),
                (members, item) => Gen.Select(members, ValueOf(item, depth), (list, value) => list.Append(value).ToList()))
            .Select(list => Variant.Tuple([.. list])),
    };
}
