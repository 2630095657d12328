using System.Runtime.CompilerServices;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>An immutable GVariant value: a type and its little-endian serialised bytes.</summary>
/// <remarks>
/// Values made by the factories are in normal form. Values from <see cref="FromBytes"/> need not be;
/// they read as GLib 2.74.6 reads them (see <see cref="VariantReader"/>).
/// Two values are equal when type and bytes are.
/// </remarks>
public sealed partial class Variant : IEquatable<Variant>
{
    // How far past its input a normal form may grow: a broken offset table can stand for many default values.
    private const int MaxNormalGrowth = 4 << 20;

    private readonly int _depth;
    private StrongBox<ContainerFraming>? _framing;

    private Variant(VariantType type, ReadOnlyMemory<byte> data, int depth = 0)
    {
        Type = type;
        Data = data;
        _depth = depth;
    }

    /// <summary>The type; always definite.</summary>
    public VariantType Type { get; }

    /// <summary>The serialised value, little-endian. Integers that OSTree keeps big-endian are the caller's to swap.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Whether the bytes are the one serialisation that a correct writer gives this value.</summary>
    public bool IsNormalForm => Reader.IsNormalForm;

    internal VariantReader Reader => new(Data.Span, Type, _depth, Framing);

    // Kept so that walking the children of a large container by index stays linear.
    private ContainerFraming Framing
        => (_framing ??= new StrongBox<ContainerFraming>(ContainerFraming.Read(VariantFraming.Usable(Data.Span, Type), Type))).Value;

    /// <summary>Takes bytes as a value of a type, without judging them.</summary>
    /// <param name="type">A definite type.</param>
    /// <param name="data">The serialised value; kept, so it must not change afterwards.</param>
    /// <exception cref="OstreeException">MalformedVariant: the type is indefinite.</exception>
    public static Variant FromBytes(VariantType type, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.IsDefinite ? new Variant(type, data) : throw Indefinite(type);
    }

    /// <summary>The same value in normal form: what is broken is replaced by its default.</summary>
    /// <exception cref="OstreeException">MalformedVariant: the defaults would take over 4 MiB more than the data.</exception>
    public Variant ToNormalForm()
    {
        if (IsNormalForm)
            return this;
        using var writer = new VariantWriter(Type) { Limit = Data.Length + (long)MaxNormalGrowth };
        CopyNormal(Reader, writer);
        return new Variant(Type, writer.ToArray());
    }

    /// <summary>The value with the bytes of every number reversed, in normal form.</summary>
    public Variant Byteswap()
    {
        byte[] data = ToNormalForm().Data.ToArray();
        SwapNumbers(data, Type, 0);
        return new Variant(Type, data);
    }

    /// <inheritdoc/>
    public bool Equals(Variant? other)
        => other is not null && (ReferenceEquals(this, other) || (Type == other.Type && Data.Span.SequenceEqual(other.Data.Span)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Variant);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Type);
        hash.AddBytes(Data.Span);
        return hash.ToHashCode();
    }

    internal static OstreeException WrongType(VariantType actual, string wanted)
        => new(OstreeFault.MalformedVariant, $"A GVariant of type '{actual}' was found where {wanted} was expected.", actual.ToString());

    internal static OstreeException Indefinite(VariantType type)
        => new(OstreeFault.MalformedVariant, $"The GVariant type '{type}' is indefinite, so no value can have it.", type.ToString());

    internal static void CopyNormal(VariantReader from, VariantWriter to)
    {
        if (from.Data.IsEmpty && from.Type.FixedSize is not null)
        {
            to.WriteRaw(from.Type, default);
            return;
        }

        switch (from.Type.Kind)
        {
            case VariantKind.Boolean:
                to.WriteBoolean(from.GetBoolean());
                return;
            case VariantKind.String or VariantKind.ObjectPath or VariantKind.Signature:
                to.WriteUtf8(from.GetUtf8());
                return;
            case VariantKind.Array when from.Type.Element is { IsBasic: true, FixedSize: not null, Kind: not VariantKind.Boolean }:
                to.WriteRaw(from.Type, from.Data[..(from.Count * from.Type.Element.FixedSize.Value)]);
                return;
            case VariantKind.Maybe when from.Count == 0:
                to.WriteNothing();
                return;
            case VariantKind.Array or VariantKind.Maybe or VariantKind.Tuple or VariantKind.DictEntry:
                to.Begin(from.Type.Kind);
                break;
            case VariantKind.Variant:
                to.BeginVariant(from.Child(0).Type);
                break;
            default:
                to.WriteRaw(from.Type, from.Data);
                return;
        }

        int count = from.Count;
        for (int i = 0; i < count; i++)
            CopyNormal(from.Child(i), to);
        to.End();
    }

    private static void SwapNumbers(Span<byte> data, VariantType type, int depth)
    {
        if (type.Alignment == 1)
            return;
        if (type.IsBasic)
        {
            data.Reverse();
            return;
        }

        ContainerFraming framing = ContainerFraming.Read(data, type);
        for (int i = 0; i < framing.Count; i++)
        {
            ChildSpan child = framing.Locate(data, type, depth, i);
            SwapNumbers(data.Slice(child.Start, child.Length), child.Type, depth + 1);
        }
    }
}
