using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Labels;

namespace OstreePS.UnitTests.Trees.Labels;

/// <summary>What file_contexts(5) says of a lookup; the labels of whole trees are compared with libselinux in tests/pester/Labels.</summary>
public sealed class FileContextsTests
{
    private const uint File = 0x8000;
    private const uint Directory = 0x4000;

    [Theory]
    [InlineData("/a.* one\n/ab two", "/ab", "two")]
    [InlineData("/ab two\n/a.* one", "/ab", "two")]
    [InlineData("/a.* one\n/a.b two", "/axb", "two")]
    [InlineData("/a(/.*)? one", "/a/b/c", "one")]
    [InlineData("/a(/.*)? one", "/ab", null)]
    [InlineData("/lib(64)?/x one", "/lib64/x", "one")]
    [InlineData("/ab?c one", "/ac", "one")]
    [InlineData("/a\\.b one", "/a.b", "one")]
    [InlineData("/a\\.b one", "/axb", null)]
    [InlineData("/a\\d one", "/a7", "one")]
    [InlineData("/a\\d one", "/a", null)]
    [InlineData("/a|/b one", "/b", "one")]
    [InlineData("/a[[:digit:]]+ one", "/a42", "one")]
    [InlineData("/a -d one", "/a", null)]
    [InlineData("/a -- one\n/a -d two", "/a", "one")]
    [InlineData("/a.* one\n/ab <<none>>", "/ab", null)]
    [InlineData("/a|/b one", "/ax", "one")]
    [InlineData("/a.b one", "/aéb", null)]
    [InlineData("/a..b one", "/aéb", "one")]
    [InlineData("/a.?.?.?.?b one", "/a\U0001F600b", "one")]
    [InlineData("/a.?.?.?b one", "/a\U0001F600b", null)]
    [InlineData("/a[^/][^/] one", "/aé", "one")]
    [InlineData("/a\\w+ one", "/aé", null)]
    [InlineData("/a\\W\\W one", "/aé", "one")]
    [InlineData("/a\\S\\S one", "/a\u00a0", "one")]
    [InlineData("/a\\s+ one", "/a\u0085", null)]
    [InlineData("/a[[:alpha:]]+ one", "/aé", null)]
    [InlineData("/a\\xc3. one", "/aé", "one")]
    [InlineData("/a\\x{c3}. one", "/aé", "one")]
    [InlineData("/a\\303\\251 one", "/aé", "one")]
    [InlineData("/a[\\x80-\\xff]+ one", "/aé", "one")]
    [InlineData("/a[^\\x00-\\x7f]+ one", "/aé", "one")]
    [InlineData("/a[^\\x00-\\x7f]+ one", "/ab", null)]
    [InlineData("/a\\\\xc3 one", "/a\\xc3", "one")]
    [InlineData("# é\u0085/a one", "/a", null)]
    [InlineData("# /a one\n\n  /a\ttwo", "/a", "two")]
    public void Finds(string rules, string path, string? label)
        => Assert.Equal(label, FileContexts.Parse([("rules", rules)], new PathAliases(string.Empty, string.Empty)).Find(path, File));

    [Fact]
    public void A_type_that_is_not_known_matches_any_rule()
        => Assert.Equal("one", FileContexts.Parse([("rules", "/a -d one")], new PathAliases(string.Empty, string.Empty)).Find("/a", 0));

    [Theory]
    [InlineData("/srv /var", "", "/srv/x", "/var/x")]
    [InlineData("/srv /var", "", "/srvx", "/srvx")]
    [InlineData("/srv /", "", "/srv/x", "/x")]
    [InlineData("/a /b\n/a /c", "", "/a", "/c")]
    [InlineData("/a /b", "/b /c", "/a/x", "/c/x")]
    public void Renames(string local, string distribution, string path, string expected)
        => Assert.Equal(expected, new PathAliases(local, distribution).Apply(path));

    [Theory]
    [InlineData("/a")]
    [InlineData("/a -x one")]
    [InlineData("/a -d one two")]
    [InlineData("/é one")]
    public void Refuses_lines_that_are_none(string rules)
        => Assert.Equal(OstreeFault.InvalidPolicy, Assert.Throws<OstreeException>(() => FileContexts.Parse([("rules", rules)], new PathAliases(string.Empty, string.Empty))).Fault);

    [Fact]
    public void Refuses_an_expression_that_is_none_when_it_is_asked()
    {
        FileContexts contexts = FileContexts.Parse([("rules", "/a(b one")], new PathAliases(string.Empty, string.Empty));
        Assert.Null(contexts.Find("/b", Directory));
        Assert.Equal(OstreeFault.InvalidPolicy, Assert.Throws<OstreeException>(() => contexts.Find("/ab", Directory)).Fault);
    }
}
