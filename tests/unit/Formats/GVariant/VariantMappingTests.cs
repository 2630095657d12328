using System.Collections;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

public sealed class VariantMappingTests
{
    public static TheoryData<object, string> Mapped => new()
    {
        { true, "true" },
        { (byte)7, "byte 0x07" },
        { (short)-2, "int16 -2" },
        { (ushort)2, "uint16 2" },
        { -3, "-3" },
        { 3u, "uint32 3" },
        { -4L, "int64 -4" },
        { 4ul, "uint64 4" },
        { 1.5, "1.5" },
        { "it's", "\"it's\"" },
        { new byte[] { 1, 0, 2 }, "[byte 0x01, 0x00, 0x02]" },
        { new[] { "a", "b" }, "['a', 'b']" },
        { Array.Empty<string>(), "@as []" },
        { new List<string>(), "@as []" },
        { Array.Empty<object>(), "@av []" },
        { new object[] { "a", "b" }, "['a', 'b']" },
        { new object[] { "a", 1 }, "[<'a'>, <1>]" },
        { new object[] { 1L, 2L }, "[int64 1, 2]" },
        { new object[] { new[] { "a" }, new[] { "b" } }, "[['a'], ['b']]" },
        { new object[] { 1, Variant.Of(Variant.Int32(2)) }, "[<1>, <2>]" },
        { DateTimeOffset.FromUnixTimeSeconds(1700000000), "uint64 1700000000" },
        { new OrderedDictionary<string, object?>(StringComparer.Ordinal) { ["z"] = 1, ["a"] = new[] { "x" } }, "{'z': <1>, 'a': <['x']>}" },
        { new Hashtable { ["k"] = new Hashtable() }, "{'k': <@a{sv} {}>}" },
        { Variant.Signature("as"), "signature 'as'" },
    };

    [Theory]
    [MemberData(nameof(Mapped), DisableDiscoveryEnumeration = true)]
    public void Values_map_to_their_natural_type(object value, string text)
        => Assert.Equal(text, Variant.FromObject(value).Print(annotate: true));

    [Theory]
    [InlineData("{'a': <uint32 1>, 'b': <{'c': <b'x'>}>, 'a': <2>}", "{'a': <uint32 1>, 'b': <{'c': <b'x'>}>}")]
    [InlineData("[true, false]", "[true, false]")]
    [InlineData("<<int64 5>>", "int64 5")]
    [InlineData("@ms 'x'", "'x'")]
    [InlineData("(1, 'a')", "[<1>, <'a'>]")]
    [InlineData("[1.0, 2.0]", "[1.0, 2.0]")]
    [InlineData("objectpath '/a'", "'/a'")]
    public void Values_come_back_as_NET_values(string text, string again)
        => Assert.Equal(again, Variant.FromObject(Variant.Parse(text).ToObject()).Print(annotate: true));

    [Fact]
    public void Dictionaries_keep_their_order_and_nothing_is_null()
    {
        var dictionary = Assert.IsType<OrderedDictionary<string, object?>>(Variant.Parse("{'z': <1>, 'a': <@ms nothing>}").ToObject());
        Assert.Equal("z a", string.Join(" ", dictionary.Keys));
        Assert.Null(dictionary["a"]);
        var numbers = Assert.IsType<OrderedDictionary<object, object?>>(Variant.Parse("{uint64 5: 'x'}").ToObject());
        Assert.Equal("x", numbers[5ul]);
    }

    [Fact]
    public void What_has_no_GVariant_form_is_named()
    {
        var cycle = new List<object>();
        cycle.Add(cycle);
        foreach ((object? value, string name) in new (object?, string)[]
        {
            (1.5m, "System.Decimal"),
            (new Hashtable { [1] = 2 }, "System.Int32"),
            (null, "Null"),
            (cycle, "System.Collections.Generic.List"),
            (DateTimeOffset.UnixEpoch.AddSeconds(-1), "1969"),
            ("a\0b", "NUL"),
        })
        {
            var error = Assert.Throws<OstreeException>(() => Variant.FromObject(value));
            Assert.Equal(OstreeFault.MalformedVariant, error.Fault);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Look_up_unboxes_the_first_match()
    {
        Variant dictionary = Variant.Parse("{'a': <1>, 'b': <'x'>, 'a': <2>}");
        Assert.Equal(1, dictionary.LookUp("a")!.GetInt32());
        Assert.Equal("x", dictionary.LookUp("b")!.GetString());
        Assert.Null(dictionary.LookUp("c"));
        Assert.Equal("v", Variant.Parse("{'a': 'v'}").LookUp("a")!.GetString());
        Assert.Throws<OstreeException>(() => Variant.Parse("['a']").LookUp("a"));
    }

    [Fact]
    public void Reading_another_type_names_both()
    {
        var error = Assert.Throws<OstreeException>(() => Variant.Int32(1).GetUInt32());
        Assert.Equal("A GVariant of type 'i' was found where 'u' was expected.", error.Message);
    }
}
