using System.Text.RegularExpressions;
using CsCheck;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.UnitTests.Objects;

public sealed class RefNameTests
{
    // The grammar as the format documents it. In upstream's engine \w means letters and numbers of all scripts, but no marks.
    private const string Word = @"[\p{L}\p{N}_]";
    private const string Fragment = $@"{Word}(?:{Word}|[-.])*";
    private static readonly Regex Grammar = new($@"\A{Fragment}(?:/{Fragment})*\z", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static readonly Gen<string> Likely = Gen.Char["abZ09_-./:^~+ é\u0301ß日٣²\n\0"].Array[0, 8].Select(chars => new string(chars));

    [Fact]
    public void The_check_is_the_grammar() => Likely.Sample(name => Assert.Equal(Grammar.IsMatch(name), RefName.IsValid(name)), iter: 20_000);

    // Verdicts of stock OSTree (`ostree refs --create`). It also takes a line end after the name, which we refuse:
    // no listing could show such a name.
    [Theory]
    [InlineData("main", true)]
    [InlineData("os/x86_64/stable", true)]
    [InlineData("_x", true)]
    [InlineData("0", true)]
    [InlineData("a.b-c_d", true)]
    [InlineData("ü", true)]
    [InlineData("a/ü.b", true)]
    [InlineData("日本", true)]
    [InlineData("١", true)]
    [InlineData("𝒳", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData(".a", false)]
    [InlineData("a/.b", false)]
    [InlineData("a//b", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("..", false)]
    [InlineData("a/../b", false)]
    [InlineData("a+b", false)]
    [InlineData("a~b", false)]
    [InlineData("a b", false)]
    [InlineData("a\0", false)]
    [InlineData("nl\n", false)]
    [InlineData("e\u0301", false)]
    [InlineData("\ud800", false)]
    public void Names_are_judged_as_stock_ostree_does(string name, bool valid)
    {
        Assert.Equal(valid, RefName.IsValid(name));
        if (valid)
            RefName.Validate(name);
        else
            Assert.Equal(OstreeFault.InvalidRefName, Assert.Throws<OstreeException>(() => RefName.Validate(name)).Fault);
    }

    [Fact]
    public void A_ref_must_not_look_like_a_checksum()
        => Assert.Equal(OstreeFault.InvalidRefName, Assert.Throws<OstreeException>(() => RefName.Validate(new string('a', 64))).Fault);

    [Theory]
    [InlineData("main", null, "main")]
    [InlineData("origin:os/stable", "origin", "os/stable")]
    public void A_refspec_is_split(string text, string? remote, string name) => Assert.Equal((remote, name), RefName.ParseRefspec(text));

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("origin:")]
    [InlineData(":main")]
    [InlineData("x:y:z")]
    [InlineData("a/b:main")]
    [InlineData("-o:main")]
    public void Other_text_is_no_refspec(string text)
        => Assert.Equal(OstreeFault.InvalidRefName, Assert.Throws<OstreeException>(() => RefName.ParseRefspec(text)).Fault);

    [Theory]
    [InlineData("org.example.Os", true)]
    [InlineData("a.b", true)]
    [InlineData("_a._b", true)]
    [InlineData("a", false)]
    [InlineData("a.", false)]
    [InlineData(".a", false)]
    [InlineData("a..b", false)]
    [InlineData("a.1b", false)]
    [InlineData("a.b-c", false)]
    [InlineData("a/b.c", false)]
    [InlineData("", false)]
    public void Collections_have_reverse_domain_names(string id, bool valid) => Assert.Equal(valid, RefName.IsCollectionId(id));

    [Fact]
    public void The_name_of_a_collection_has_at_most_255_characters()
    {
        Assert.True(RefName.IsCollectionId("a." + new string('b', 253)));
        Assert.False(RefName.IsCollectionId("a." + new string('b', 254)));
    }
}
