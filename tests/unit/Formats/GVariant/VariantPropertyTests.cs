using CsCheck;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

public sealed class VariantPropertyTests
{
    private static readonly Gen<byte[]> Bytes = Gen.Frequency(
            (3, Gen.Byte),
            (2, Gen.OneOf<byte>(0, 1, 2, 3, 4, 8)),
            (1, Gen.OneOf("asvyt(){}"u8.ToArray())))
        .Array[0, 60];

    [Fact]
    public void A_value_survives_writing_reading_and_swapping() => VariantGen.Value.Sample(
        value =>
        {
            Variant read = Variant.FromBytes(VariantType.Parse(value.Type.ToString()), value.Data.ToArray());
            Assert.True(read.IsNormalForm);
            using var writer = new VariantWriter(value.Type);
            Variant.CopyNormal(read.Reader, writer);
            Assert.Equal(value, writer.ToVariant());
            Assert.Equal(value, value.Byteswap().Byteswap());
        },
        iter: 1000);

    [Fact]
    public void A_value_survives_printing_and_parsing() => VariantGen.Value.Sample(
        value =>
        {
            Assert.Equal(value, Variant.Parse(value.Print(annotate: true)));
            Assert.Equal(value, Variant.Parse(value.Print(), value.Type));
        },
        iter: 1000);

    [Fact]
    public void Any_bytes_read_as_any_type_and_become_normal() => Gen.Select(VariantGen.Type, Bytes).Sample(
        (type, bytes) => ReadEverything(Variant.FromBytes(type, bytes)),
        iter: 1500);

    [Fact]
    public void A_spoilt_value_reads_and_becomes_normal() => Gen.Select(VariantGen.Value, Gen.Int[0, 1000], Gen.Byte, Gen.Int[0, 3]).Sample(
        (value, at, with, cut) =>
        {
            byte[] bytes = value.Data.ToArray();
            if (bytes.Length > 0)
                bytes[at % bytes.Length] = with;
            ReadEverything(Variant.FromBytes(value.Type, bytes.AsMemory(0, Math.Max(0, bytes.Length - cut))));
        },
        iter: 1500);

    [Fact]
    public void Any_text_parses_or_is_refused_with_a_position() => Gen.Select(VariantGen.Value, VariantGen.Text, Gen.Int[0, 1000], Gen.Int[0, 4]).Sample(
        (value, noise, at, cut) =>
        {
            string text = value.Print(annotate: true);
            at %= text.Length;
            text = text[..at] + noise + text[Math.Min(text.Length, at + cut)..];
            try
            {
                Assert.NotNull(Variant.Parse(text));
            }
            catch (OstreeException e)
            {
                Assert.Equal(OstreeFault.MalformedVariantText, e.Fault);
                Assert.Contains("at character", e.Message, StringComparison.Ordinal);
            }
        },
        iter: 1500);

    [Fact]
    public void Any_text_is_a_type_or_is_none() => Gen.OneOf("aaam(){}bsvyt?*rxz\u0100\0".ToCharArray()).Array[0, 140].Sample(
        chars =>
        {
            string text = new(chars);
            if (VariantType.TryParse(text, out VariantType? type))
                Assert.Equal(text, type.ToString());
        },
        iter: 1500);

    private static void ReadEverything(Variant value)
    {
        string print = value.Print();
        Variant normal = value.ToNormalForm();
        Assert.Equal(value.IsNormalForm, value.Equals(normal));

        Assert.Equal(print, normal.Print());
        value.Byteswap();
        value.ToObject();
        try
        {
            Variant.Parse(value.Print(annotate: true));
        }
        catch (OstreeException e)
        {
            // As in GLib, a subnormal number is printed but not read.
            Assert.Contains("the number is out of the range of any type", e.Message, StringComparison.Ordinal);
        }
    }
}
