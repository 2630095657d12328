using System.Collections.Concurrent;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>A parsed GVariant type such as <c>a{sv}</c>, with what the serialised form needs to know about it.</summary>
/// <remarks>Types that were parsed before are kept, so parsing one again costs a look-up.</remarks>
public sealed class VariantType : IEquatable<VariantType>
{
    // Type strings inside values come from outside: past this many the rest is parsed each time.
    private const int MaxKept = 1024;
    private const int MaxKeptLength = 255;

    private static readonly VariantType?[] BasicTypes = MakeBasicTypes();
    private static readonly ConcurrentDictionary<string, VariantType> Kept = new(StringComparer.Ordinal);

    private readonly string _source;
    private readonly int _start;
    private readonly int _length;
    private string? _text;

    private VariantType(string source, int start, int length, VariantType? element, VariantType[] items)
    {
        _source = source;
        _start = start;
        _length = length;
        Kind = (VariantKind)source[start];
        Element = element ?? (Kind == VariantKind.DictEntry ? items[1] : null);
        Items = items;
        IsDefinite = Kind is not (VariantKind.Any or VariantKind.AnyBasic or VariantKind.AnyTuple)
            && element is null or { IsDefinite: true } && Array.TrueForAll(items, item => item.IsDefinite);
        Depth = 1 + (element?.Depth ?? items.Select(item => item.Depth).DefaultIfEmpty(0).Max());
        if (Kind is VariantKind.Tuple or VariantKind.DictEntry)
        {
            Members = VariantMember.Plan(items);
            Alignment = items.Select(item => item.Alignment).DefaultIfEmpty(1).Max();
            FixedSize = SizeOf(Members, Alignment);
        }
        else
        {
            Members = [];
            (Alignment, FixedSize) = BasicLayout(Kind, element);
        }
    }

    /// <summary><c>b</c></summary>
    public static VariantType Boolean { get; } = Parse("b");

    /// <summary><c>y</c></summary>
    public static VariantType Byte { get; } = Parse("y");

    /// <summary><c>n</c></summary>
    public static VariantType Int16 { get; } = Parse("n");

    /// <summary><c>q</c></summary>
    public static VariantType UInt16 { get; } = Parse("q");

    /// <summary><c>i</c></summary>
    public static VariantType Int32 { get; } = Parse("i");

    /// <summary><c>u</c></summary>
    public static VariantType UInt32 { get; } = Parse("u");

    /// <summary><c>x</c></summary>
    public static VariantType Int64 { get; } = Parse("x");

    /// <summary><c>t</c></summary>
    public static VariantType UInt64 { get; } = Parse("t");

    /// <summary><c>h</c></summary>
    public static VariantType Handle { get; } = Parse("h");

    /// <summary><c>d</c></summary>
    public static VariantType Double { get; } = Parse("d");

    /// <summary><c>s</c></summary>
    public static VariantType String { get; } = Parse("s");

    /// <summary><c>o</c></summary>
    public static VariantType ObjectPath { get; } = Parse("o");

    /// <summary><c>g</c></summary>
    public static VariantType Signature { get; } = Parse("g");

    /// <summary><c>v</c></summary>
    public static VariantType Variant { get; } = Parse("v");

    /// <summary><c>()</c></summary>
    public static VariantType Unit { get; } = Parse("()");

    /// <summary><c>ay</c></summary>
    public static VariantType ByteString { get; } = Parse("ay");

    /// <summary><c>as</c></summary>
    public static VariantType StringArray { get; } = Parse("as");

    /// <summary><c>av</c></summary>
    public static VariantType VariantArray { get; } = Parse("av");

    /// <summary><c>a{sv}</c></summary>
    public static VariantType VarDict { get; } = Parse("a{sv}");

    /// <summary>The outermost shape.</summary>
    public VariantKind Kind { get; }

    /// <summary>Whether values can have this type: it holds no <c>*</c>, <c>?</c> or <c>r</c>.</summary>
    public bool IsDefinite { get; }

    /// <summary>Boundary in bytes (1, 2, 4 or 8) at which a value starts inside its container.</summary>
    public int Alignment { get; }

    /// <summary>Size in bytes of every value of this type, or null when the size varies.</summary>
    public int? FixedSize { get; }

    /// <summary>The type inside an array or a maybe, the value type of a dictionary entry, else null.</summary>
    public VariantType? Element { get; }

    /// <summary>The member types of a tuple, or the key and value type of a dictionary entry; else empty.</summary>
    public IReadOnlyList<VariantType> Items { get; }

    /// <summary>How many levels the type has; a basic type has one.</summary>
    public int Depth { get; }

    /// <summary>Whether this is a type that can be the key of a dictionary.</summary>
    public bool IsBasic => Kind is not (VariantKind.Variant or VariantKind.Maybe or VariantKind.Array or VariantKind.Tuple
        or VariantKind.DictEntry or VariantKind.AnyTuple or VariantKind.Any);

    internal VariantMember[] Members { get; }

    /// <summary>Parses one complete type string.</summary>
    /// <exception cref="OstreeException">MalformedVariantText: the text is no type, or nests deeper than 128.</exception>
    public static VariantType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new OstreeException(
            OstreeFault.MalformedVariantText,
            $"'{text}' is not a GVariant type.",
            text,
            "Give one complete type string, such as 's', 'ay' or 'a{sv}'.");
    }

    /// <summary>Parses one complete type string, or returns null when the text is none.</summary>
    public static VariantType? TryParse(ReadOnlySpan<char> text)
    {
        if (text.Length == 1 && text[0] < BasicTypes.Length)
            return BasicTypes[text[0]];
        var kept = Kept.GetAlternateLookup<ReadOnlySpan<char>>();
        if (kept.TryGetValue(text, out VariantType? known))
            return known;
        if (VariantSyntax.ScanType(text, 0) != text.Length)
            return null;

        string source = text.ToString();
        int position = 0;
        VariantType type = Build(source, ref position);
        return source.Length <= MaxKeptLength && Kept.Count < MaxKept ? Kept.GetOrAdd(source, type) : type;
    }

    /// <summary>Parses one complete type string.</summary>
    /// <returns>Whether the text is a type.</returns>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VariantType? type)
    {
        type = text is null ? null : TryParse(text.AsSpan());
        return type is not null;
    }

    /// <summary>The type of arrays of <paramref name="element"/>.</summary>
    public static VariantType ArrayOf(VariantType element) => Parse("a" + element);

    /// <summary>The type of values or nothings of <paramref name="element"/>.</summary>
    public static VariantType MaybeOf(VariantType element) => Parse("m" + element);

    /// <summary>The type of tuples with these members.</summary>
    public static VariantType TupleOf(IEnumerable<VariantType> items) => Parse("(" + string.Concat(items) + ")");

    /// <summary>The type of dictionary entries.</summary>
    public static VariantType DictEntryOf(VariantType key, VariantType value) => Parse("{" + key + value + "}");

    /// <summary>The type string.</summary>
    public override string ToString() => _text ??= _length == _source.Length ? _source : _source.Substring(_start, _length);

    /// <inheritdoc/>
    public bool Equals(VariantType? other)
        => other is not null && (ReferenceEquals(this, other) || AsSpan().SequenceEqual(other.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VariantType);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(AsSpan(), StringComparison.Ordinal);

    /// <summary>Compares type strings.</summary>
    public static bool operator ==(VariantType? left, VariantType? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares type strings.</summary>
    public static bool operator !=(VariantType? left, VariantType? right) => !(left == right);

    internal ReadOnlySpan<char> AsSpan() => _source.AsSpan(_start, _length);

    private static VariantType Build(string source, ref int position)
    {
        int start = position++;
        switch (source[start])
        {
            case 'a' or 'm':
                VariantType element = Build(source, ref position);
                return new VariantType(source, start, position - start, element, []);
            case '(' or '{':
                var items = new List<VariantType>();
                while (source[position] is not (')' or '}'))
                    items.Add(Build(source, ref position));
                position++;
                return new VariantType(source, start, position - start, null, [.. items]);
            default:
                return BasicTypes[source[start]]!;
        }
    }

    private static VariantType?[] MakeBasicTypes()
    {
        var types = new VariantType?[128];
        foreach (char c in "bynqiuxthdsogv?r*")
            types[c] = new VariantType(c.ToString(), 0, 1, null, []);
        return types;
    }

    private static (int Alignment, int? FixedSize) BasicLayout(VariantKind kind, VariantType? element) => kind switch
    {
        VariantKind.Boolean or VariantKind.Byte => (1, 1),
        VariantKind.Int16 or VariantKind.UInt16 => (2, 2),
        VariantKind.Int32 or VariantKind.UInt32 or VariantKind.Handle => (4, 4),
        VariantKind.Int64 or VariantKind.UInt64 or VariantKind.Double => (8, 8),
        VariantKind.Variant => (8, null),
        _ => (element?.Alignment ?? 1, null),
    };

    private static int? SizeOf(VariantMember[] members, int alignment)
    {
        if (members.Length == 0)
            return 1;
        VariantMember last = members[^1];
        return last.OffsetIndex == -1 && last.Type.FixedSize is { } size
            ? VariantMember.AlignUp((int)last.StartAfter(0) + size, alignment - 1)
            : null;
    }
}
