using System.Security.Cryptography;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching;

namespace OstreePS.UnitTests.Pull.Fetching;

public sealed class MetalinkTests
{
    private static readonly byte[] Content = "the summary"u8.ToArray();
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly string Sha512 = Convert.ToHexStringLower(SHA512.HashData(Content));

    [Fact]
    public void A_metalink_leads_to_a_file_that_is_what_it_says()
    {
        Metalink metalink = Parse(File("summary", Content.Length, Hash("md5", "x") + Hash("sha256", Sha256), Url("ftp", "ftp://a/summary") + Url("http", "http://b/r/summary") + Url("https", "https://c/summary")));
        Assert.Equal(["http://b/r/summary", "https://c/summary"], metalink.Urls.Select(url => url.ToString()));
        Assert.Null(metalink.Mismatch(Content));
        Assert.NotNull(metalink.Mismatch("the Summary"u8));
        Assert.NotNull(metalink.Mismatch("the summary!"u8));
    }

    [Fact]
    public void The_stronger_digest_counts()
    {
        Metalink metalink = Parse(File("summary", Content.Length, Hash("sha256", new string('0', 64)) + Hash("sha512", Sha512), Url("http", "http://b/summary")));
        Assert.Null(metalink.Mismatch(Content));
    }

    [Fact]
    public void What_is_nested_elsewhere_does_not_count()
    {
        Metalink metalink = Parse($"<bork><url protocol=\"http\">http://evil/summary</url></bork>{File("summary", Content.Length, Hash("sha256", Sha256), $"<x>{Url("http", "http://evil/summary")}</x>{Url("http", "http://good/summary")}")}");
        Assert.Equal("http://good/summary", Assert.Single(metalink.Urls).ToString());
    }

    public static TheoryData<string, string> Refused() => new()
    {
        { "other file", File("config", 1, Hash("sha256", Sha256), Url("http", "http://b/summary")) },
        { "no size", File("summary", 0, Hash("sha256", Sha256), Url("http", "http://b/summary")) },
        { "no digest", File("summary", 1, Hash("md5", "00"), Url("http", "http://b/summary")) },
        { "malformed digest", File("summary", 1, Hash("sha256", "xyz"), Url("http", "http://b/summary")) },
        { "no web address", File("summary", 1, Hash("sha256", Sha256), Url("ftp", "ftp://b/summary")) },
        { "a lie about the protocol", File("summary", 1, Hash("sha256", Sha256), Url("http", "file:///etc/passwd")) },
        { "nothing", string.Empty },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_metalink_that_lacks_something_is_refused(string what, string files)
        => Assert.Equal(OstreeFault.MalformedMetalink, Assert.Throws<OstreeException>(() => Parse(files)).Fault is var fault ? fault : throw new InvalidOperationException(what));

    [Theory]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("<metalink><files>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><metalink>&a;</metalink>")]
    [InlineData("")]
    public void What_is_no_metalink_is_refused(string text)
        => Assert.Equal(OstreeFault.MalformedMetalink, Assert.Throws<OstreeException>(() => Metalink.Parse(Encoding.UTF8.GetBytes(text), "summary", "http://m")).Fault);

    private static Metalink Parse(string files) => Metalink.Parse(
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><metalink version=\"3.0\" xmlns=\"http://www.metalinker.org/\"><files>{files}</files></metalink>"), "summary", "http://m");

    private static string File(string name, int size, string hashes, string urls)
        => $"<file name=\"{name}\"><size>{size}</size><verification>{hashes}</verification><resources>{urls}</resources></file>";

    private static string Hash(string type, string value) => $"<hash type=\"{type}\">{value}</hash>";

    private static string Url(string protocol, string url) => $"<url protocol=\"{protocol}\" preference=\"100\">{url}</url>";
}
