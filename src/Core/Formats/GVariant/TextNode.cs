using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>The part of the text that a node was parsed from, in bytes.</summary>
internal readonly record struct TextSource(byte[] Text, int Start, int End);

/// <summary>One value of GVariant text, whose type is not settled yet.</summary>
internal abstract class TextNode
{
    internal TextSource Source { get; set; }

    /// <summary>The types it can have, see <see cref="VariantPattern"/>.</summary>
    internal abstract string Pattern();

    /// <summary>Writes it as a type, or refuses. A value may stand for itself in any number of maybes.</summary>
    internal virtual void Write(VariantWriter writer, VariantType type)
    {
        int depth = 0;
        for (; type.Kind == VariantKind.Maybe; type = type.Element!, depth++)
            writer.BeginMaybe();
        WriteBare(writer, type);
        for (; depth > 0; depth--)
            writer.End();
    }

    internal OstreeException Error(string problem) => VariantTextError.At(Source.Text, Source.Start, problem);

    /// <summary>Writes it as a type that is no maybe.</summary>
    protected abstract void WriteBare(VariantWriter writer, VariantType type);

    protected OstreeException WrongType(VariantType type) => Error($"this cannot be a value of type '{type}'");
}

internal sealed class BooleanNode(bool value) : TextNode
{
    internal override string Pattern() => "Mb";

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind != VariantKind.Boolean)
            throw WrongType(type);
        writer.WriteBoolean(value);
    }
}

internal sealed class StringNode(string value) : TextNode
{
    internal override string Pattern() => "MS";

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind is not (VariantKind.String or VariantKind.ObjectPath or VariantKind.Signature))
            throw WrongType(type);
        if (type.Kind == VariantKind.ObjectPath && !VariantSyntax.IsObjectPath(value))
            throw Error($"'{value}' is no object path");
        if (type.Kind == VariantKind.Signature && !VariantSyntax.IsSignature(value))
            throw Error($"'{value}' is no signature");
        writer.WriteString(value);
    }
}

internal sealed class BytesNode(byte[] value) : TextNode
{
    internal override string Pattern() => "May";

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type != VariantType.ByteString)
            throw WrongType(type);
        writer.WriteBytes(value);
    }
}

internal sealed class VariantNode(TextNode content) : TextNode
{
    internal override string Pattern() => "Mv";

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind != VariantKind.Variant)
            throw WrongType(type);
        VariantType inner = VariantPattern.Resolve(content);
        writer.BeginVariant(inner);
        content.Write(writer, inner);
        writer.End();
    }
}

/// <summary>A value with a type before it. Where the surroundings ask for another type, they win, as in GLib.</summary>
internal sealed class TypedNode(VariantType type, TextNode value) : TextNode
{
    internal override string Pattern() => type.ToString();

    internal override void Write(VariantWriter writer, VariantType type) => value.Write(writer, type);

    protected override void WriteBare(VariantWriter writer, VariantType type) => value.Write(writer, type);
}

internal sealed class MaybeNode(TextNode? value) : TextNode
{
    internal override string Pattern() => "m" + (value?.Pattern() ?? "*");

    internal override void Write(VariantWriter writer, VariantType type)
    {
        if (type.Kind != VariantKind.Maybe)
            throw WrongType(type);
        if (value is null)
        {
            writer.WriteNothing();
            return;
        }
        writer.BeginMaybe();
        value.Write(writer, type.Element!);
        writer.End();
    }

    protected override void WriteBare(VariantWriter writer, VariantType type) => throw WrongType(type);
}
