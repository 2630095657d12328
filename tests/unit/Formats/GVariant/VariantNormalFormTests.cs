using System.Text.Json;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

public sealed class VariantNormalFormTests
{
    [Fact]
    public void Broken_data_reads_and_normalises_as_in_GLib() => GLibVectors.CheckRows("variants-nonnormal.json", 622, row =>
    {
        VariantType type = VariantType.Parse(row.Text("type"));
        Variant value = Variant.FromBytes(type, row.Hex("bytes_le_hex"));
        Assert.Equal(row.Flag("is_normal"), value.IsNormalForm);
        Assert.Equal(row.TextOrNull("print_before") ?? row.Text("print"), value.Print());

        Variant normal = value.ToNormalForm();
        Assert.Equal(row.Text("normal_bytes_hex"), Convert.ToHexStringLower(normal.Data.Span));
        Assert.Equal(row.Text("print"), normal.Print());
        bool again = !row.TryGetProperty("normal_is_normal", out JsonElement flag) || flag.GetBoolean();
        Assert.Equal(again, Variant.FromBytes(type, normal.Data).IsNormalForm);
    });

    [Fact]
    public void Children_taken_one_by_one_are_those_of_the_whole() => GLibVectors.CheckRows("variants-nonnormal.json", 622, row =>
    {
        Variant value = Variant.FromBytes(VariantType.Parse(row.Text("type")), row.Hex("bytes_le_hex"));
        var reader = new VariantReader(value.Data.Span, value.Type);
        Assert.Equal(reader.Count, value.Count);
        for (int i = value.Count - 1; i >= 0; i--)
        {
            Assert.Equal(reader.Child(i).Type, value[i].Type);
            Assert.True(reader.ChildData(i).SequenceEqual(value[i].Data.Span));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => value[value.Count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => value[-1]);
    });

    [Fact]
    public void Broken_offsets_cannot_blow_up_the_normal_form()
    {
        // 4 MiB of one-byte-apart offsets, of which the first is out of order: each element would become its 512-byte default.
        VariantType type = VariantType.Parse("a(s(" + new string('t', 64) + "))");
        byte[] data = new byte[4 << 20];
        data[0] = 1;
        var error = Assert.Throws<OstreePS.Core.Diagnostics.OstreeException>(() => Variant.FromBytes(type, data).ToNormalForm());
        Assert.Equal(OstreePS.Core.Diagnostics.OstreeFault.MalformedVariant, error.Fault);
    }
}
