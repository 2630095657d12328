namespace OstreePS.Core.Formats.GVariant;

internal sealed class ArrayNode(List<TextNode> items) : TextNode
{
    internal override string Pattern() => "Ma" + (items.Count == 0 ? "*" : VariantPattern.OfAll(items));

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind != VariantKind.Array)
            throw WrongType(type);
        writer.BeginArray();
        foreach (TextNode item in items)
            item.Write(writer, type.Element!);
        writer.End();
    }
}

internal sealed class TupleNode(List<TextNode> items) : TextNode
{
    internal override string Pattern() => "M(" + string.Concat(items.Select(item => item.Pattern())) + ")";

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind != VariantKind.Tuple || type.Items.Count != items.Count)
            throw WrongType(type);
        writer.BeginTuple();
        for (int i = 0; i < items.Count; i++)
            items[i].Write(writer, type.Items[i]);
        writer.End();
    }
}

/// <summary><c>{key, value}</c></summary>
internal sealed class EntryNode(TextNode key, TextNode value) : TextNode
{
    internal override string Pattern() => "M" + PatternOf(this, key.Pattern(), value);

    /// <summary>The pattern of an entry; only the first value counts, and a key stands in no maybe.</summary>
    internal static string PatternOf(TextNode owner, string key, TextNode firstValue)
    {
        char kind = key[0] == 'M' ? key[1] : key[0];
        if (!"bynqiuxthdsogNS".Contains(kind, StringComparison.Ordinal))
            throw owner.Error("the keys of a dictionary must have a basic type");
        return "{" + kind + firstValue.Pattern() + "}";
    }

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind != VariantKind.DictEntry)
            throw WrongType(type);
        writer.BeginDictEntry();
        key.Write(writer, type.Items[0]);
        value.Write(writer, type.Items[1]);
        writer.End();
    }
}

/// <summary><c>{key: value, …}</c></summary>
internal sealed class DictionaryNode(List<(TextNode Key, TextNode Value)> entries) : TextNode
{
    internal override string Pattern() => entries.Count == 0
        ? "Ma{**}"
        : "Ma" + EntryNode.PatternOf(this, VariantPattern.OfAll(entries.Select(entry => entry.Key)), entries[0].Value);

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind != VariantKind.Array || type.Element!.Kind != VariantKind.DictEntry)
            throw WrongType(type);
        writer.BeginArray();
        foreach ((TextNode key, TextNode value) in entries)
        {
            writer.BeginDictEntry();
            key.Write(writer, type.Element.Items[0]);
            value.Write(writer, type.Element.Items[1]);
            writer.End();
        }
        writer.End();
    }
}
