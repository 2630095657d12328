using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

public sealed partial class VariantTextTests
{
    [Fact]
    public void Values_are_written_swapped_and_printed_as_in_GLib() => GLibVectors.CheckRows("variants.json", 746, row =>
    {
        VariantType type = VariantType.Parse(row.Text("type"));
        Variant value = Variant.Parse(row.TextOrNull("text") ?? Joined(row.GetProperty("text_parts")), type);
        Assert.Equal(type, value.Type);
        Assert.True(value.IsNormalForm);
        Variant swapped = value.Byteswap();
        string print = value.Print();
        string annotated = value.Print(annotate: true);
        AssertBytes(row, "bytes_le", value.Data.ToArray());
        AssertBytes(row, "bytes_be", swapped.Data.ToArray());
        AssertText(row, "print", print);
        AssertText(row, "print_annotated", annotated);

        Assert.Equal(value, swapped.Byteswap());
        using var writer = new VariantWriter(type);
        Variant.CopyNormal(value.Reader, writer);
        Assert.Equal(value, writer.ToVariant());
        if (print.Contains("nan", StringComparison.Ordinal))
            return;
        Assert.Equal(value, Variant.Parse(print, type));
        Assert.Equal(value, Variant.Parse(annotated));
    });

    [Fact]
    public void Text_is_parsed_or_refused_as_in_GLib()
    {
        int refused = 0;
        GLibVectors.CheckRows("variant-text.json", 608, row =>
        {
            if (row.TryGetProperty("critical", out _) || row.TryGetProperty("aborts", out _))
                return;
            string text = row.Text("text");
            VariantType? hint = row.TextOrNull("hint") is { } h ? VariantType.Parse(h) : null;
            if (row.Flag("ok"))
            {
                Variant value = Variant.Parse(text, hint);
                Assert.Equal(row.Text("type"), value.Type.ToString());
                Assert.Equal(row.Text("bytes_le_hex"), Convert.ToHexStringLower(value.Data.Span));
                Assert.Equal(row.Text("print"), value.Print());
                Assert.Equal(row.Text("print_annotated"), value.Print(annotate: true));
                return;
            }

            refused++;
            var error = Assert.Throws<OstreeException>(() => Variant.Parse(text, hint));
            Assert.Equal(OstreeFault.MalformedVariantText, error.Fault);
            Match position = LeadingPosition().Match(row.Text("error"));
            if (position.Success && hint is null or { IsDefinite: true })
            {
                byte[] before = Encoding.UTF8.GetBytes(text)[..int.Parse(position.Value, System.Globalization.CultureInfo.InvariantCulture)];
                Assert.Contains($"at character {Encoding.UTF8.GetCharCount(before) + 1}:", error.Message, StringComparison.Ordinal);
            }
        });
        Assert.InRange(refused, 200, 608);
    }

    [Theory]
    [InlineData("'\\U00110000'")]
    [InlineData("'\\uD83D\\uDE00'")]
    [InlineData("'a\0b'")]
    public void Text_that_is_no_Unicode_is_refused(string text)
        => Assert.Equal(OstreeFault.MalformedVariantText, Assert.Throws<OstreeException>(() => Variant.Parse(text)).Fault);

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        string text = "'ab" + (char)0xd800 + "'";
        var error = Assert.Throws<OstreeException>(() => Variant.Parse(text));
        Assert.Equal(OstreeFault.MalformedVariantText, error.Fault);
        Assert.Contains("at character 4:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r")]
    [InlineData("a*")]
    [InlineData("a{?v}")]
    public void An_indefinite_hint_is_refused(string hint)
        => Assert.Equal(OstreeFault.MalformedVariantText, Assert.Throws<OstreeException>(() => Variant.Parse("[]", VariantType.Parse(hint))).Fault);

    private static void AssertBytes(JsonElement row, string column, byte[] actual)
    {
        if (row.TryGetProperty(column + "_hex", out JsonElement hex))
        {
            Assert.Equal(hex.GetString(), Convert.ToHexStringLower(actual));
            return;
        }
        AssertDigest(row, column, actual);
    }

    private static void AssertText(JsonElement row, string column, string actual)
    {
        if (row.TextOrNull(column) is { } text)
            Assert.Equal(text, actual);
        else
            AssertDigest(row, column, Encoding.UTF8.GetBytes(actual));
    }

    private static void AssertDigest(JsonElement row, string column, byte[] actual)
    {
        Assert.Equal(row.GetProperty(column + "_length").GetInt32(), actual.Length);
        Assert.Equal(row.Text(column + "_sha256"), Convert.ToHexStringLower(SHA256.HashData(actual)));
    }

    private static string Joined(JsonElement parts)
    {
        var text = new StringBuilder();
        foreach (JsonElement part in parts.EnumerateArray())
            text.Insert(text.Length, part[0].GetString()!, part[1].GetInt32());
        return text.ToString();
    }

    [GeneratedRegex("^[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LeadingPosition();
}
