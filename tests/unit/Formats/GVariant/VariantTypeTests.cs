using System.Text;
using System.Text.Json;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

public sealed class VariantTypeTests
{
    [Fact]
    public void Type_strings_are_judged_and_measured_as_GLib_does() => GLibVectors.CheckRows("type-strings.json", 292, row =>
    {
        string text = row.Text("type");
        Assert.Equal(row.Flag("is_signature"), VariantSyntax.IsSignature(Encoding.UTF8.GetBytes(text)));
        VariantType? type = VariantType.TryParse(text.AsSpan());
        Assert.Equal(row.Flag("valid"), type is not null);
        if (type is null)
        {
            Assert.Equal(OstreeFault.MalformedVariantText, Assert.Throws<OstreeException>(() => VariantType.Parse(text)).Fault);
            return;
        }

        Assert.Equal(text, type.ToString());
        Assert.Equal(row.Flag("definite"), type.IsDefinite);
        Assert.Equal(row.Text("kind"), KindName(type));
        if (!type.IsDefinite)
            return;
        Assert.Equal(row.GetProperty("alignment").GetInt32(), type.Alignment);
        JsonElement size = row.GetProperty("fixed_size");
        Assert.Equal(size.ValueKind == JsonValueKind.Null ? null : size.GetInt32(), type.FixedSize);
    });

    [Fact]
    public void Object_paths_are_judged_as_GLib_does() => GLibVectors.CheckRows(
        "type-strings.json",
        23,
        row => Assert.Equal(row.Flag("valid"), VariantSyntax.IsObjectPath(row.Text("path"))),
        "object_paths");

    [Fact]
    public void Equal_type_strings_are_equal_types_wherever_they_stand()
    {
        VariantType dictionary = VariantType.Parse("a{s(ayay)}");
        Assert.Equal(VariantType.Parse("(ayay)"), dictionary.Element!.Element);
        Assert.True(VariantType.ByteString == dictionary.Element!.Items[1].Items[0]);
        Assert.Equal(VariantType.ByteString.GetHashCode(), dictionary.Element!.Items[1].Items[0].GetHashCode());
        Assert.NotEqual(VariantType.ByteString, VariantType.StringArray);
    }

    private static string KindName(VariantType type) => type.Kind switch
    {
        VariantKind.Array => "array",
        VariantKind.Maybe => "maybe",
        VariantKind.Tuple or VariantKind.AnyTuple => "tuple",
        VariantKind.DictEntry => "dict_entry",
        VariantKind.Variant => "variant",
        VariantKind.Any => "any",
        _ => "basic",
    };
}
