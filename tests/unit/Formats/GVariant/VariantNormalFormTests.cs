using System.Text.Json;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

public sealed class VariantNormalFormTests
{
    [Fact]
    public void Broken_data_normalises_as_in_GLib() => GLibVectors.CheckRows("variants-nonnormal.json", 622, row =>
    {
        VariantType type = VariantType.Parse(row.Text("type"));
        Variant value = Variant.FromBytes(type, row.Hex("bytes_le_hex"));
        Assert.Equal(row.Flag("is_normal"), value.IsNormalForm);
        Variant normal = value.ToNormalForm();
        Assert.Equal(row.Text("normal_bytes_hex"), Convert.ToHexStringLower(normal.Data.Span));
        bool again = !row.TryGetProperty("normal_is_normal", out JsonElement flag) || flag.GetBoolean();
        Assert.Equal(again, Variant.FromBytes(type, normal.Data).IsNormalForm);
    });

    [Fact]
    public void Good_data_is_normal_and_swaps_as_in_GLib() => GLibVectors.CheckRows("variants.json", 746, row =>
    {
        if (!row.TryGetProperty("bytes_le_hex", out _))
            return;
        Variant value = Variant.FromBytes(VariantType.Parse(row.Text("type")), row.Hex("bytes_le_hex"));
        Assert.True(value.IsNormalForm);
        using var writer = new VariantWriter(value.Type);
        Variant.CopyNormal(value.Reader, writer);
        Assert.Equal(row.Text("bytes_le_hex"), Convert.ToHexStringLower(writer.WrittenSpan));
        Variant swapped = value.Byteswap();
        Assert.Equal(row.Text("bytes_be_hex"), Convert.ToHexStringLower(swapped.Data.Span));
        Assert.Equal(value, swapped.Byteswap());
    });
}
