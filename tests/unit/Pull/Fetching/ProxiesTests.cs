using System.Net;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching;

namespace OstreePS.UnitTests.Pull.Fetching;

public sealed class ProxiesTests
{
    [Theory]
    [InlineData("http://h/", "http_proxy=http://p:1", "http://p:1/")]
    [InlineData("http://h/", "http_proxy=p:1", "http://p:1/")]
    [InlineData("http://h/", "HTTP_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://h/", "http_proxy=http://p:1", null)]
    [InlineData("https://h/", "http_proxy=http://p:1;https_proxy=http://q:2", "http://q:2/")]
    [InlineData("https://h/", "HTTPS_PROXY=http://q:2;https_proxy=http://r:3", "http://r:3/")]
    [InlineData("https://h/", "all_proxy=socks5h://q:2", "socks5://q:2")]
    [InlineData("http://h/", "ALL_PROXY=http://q:2;http_proxy=http://p:1", "http://p:1/")]
    [InlineData("http://h/", "http_proxy=", null)]
    [InlineData("http://h/", "", null)]
    public void The_environment_names_a_proxy_for_each_scheme(string url, string environment, string? expected)
        => Assert.Equal(expected is null ? null : new Uri(expected), Proxies.Of(own: null, Reading(environment)).GetProxy(new Uri(url)));

    [Theory]
    [InlineData("http://h/", "http_proxy=http://p:1", "http://own:9/")]
    [InlineData("https://h/", "https_proxy=http://p:1", "http://own:9/")]
    [InlineData("https://h/", "no_proxy=h", null)]
    public void The_remote_goes_before_the_environment_but_for_its_exceptions(string url, string environment, string? expected)
        => Assert.Equal(expected is null ? null : new Uri(expected), Proxies.Of("http://own:9", Reading(environment)).GetProxy(new Uri(url)));

    [Theory]
    [InlineData("example.org", "http://example.org/", true)]
    [InlineData("example.org", "http://a.example.org:81/", true)]
    [InlineData(".example.org", "http://a.example.org/", true)]
    [InlineData(".example.org", "http://example.org/", true)]
    [InlineData("EXAMPLE.org.", "http://example.ORG./", true)]
    [InlineData("example.org", "http://badexample.org/", false)]
    [InlineData("a, example.org b", "http://example.org/", true)]
    [InlineData("*", "http://anything/", true)]
    [InlineData("a,*", "http://anything/", false)]
    [InlineData("127.0.0.1", "http://127.0.0.1:8080/", true)]
    [InlineData("127.0.0.1", "http://127.0.0.10/", false)]
    [InlineData("10.0.0.0/8", "http://10.2.3.4/", true)]
    [InlineData("10.0.0.0/8", "http://11.2.3.4/", false)]
    [InlineData("::1", "http://[::1]:80/", true)]
    [InlineData("[::1]", "http://[::1]/", true)]
    [InlineData("fe80::/10", "http://[fe80::7%3]/", true)]
    [InlineData("0.0.1", "http://127.0.0.1/", false)]
    [InlineData("", "http://h/", false)]
    public void Exceptions_are_hosts_domains_addresses_and_networks(string list, string url, bool expected)
        => Assert.Equal(expected, Proxies.Of("http://own:9", Reading($"no_proxy={list}")).IsBypassed(new Uri(url)));

    [Fact]
    public void Credentials_are_those_of_the_url()
    {
        Proxies proxies = Proxies.Of(own: null, Reading("http_proxy=http://me:a%3Ab@p:1;https_proxy=http://q:2"));
        NetworkCredential? credential = proxies.Credentials!.GetCredential(proxies.GetProxy(new Uri("http://h/"))!, "Basic");
        Assert.Equal("me", credential!.UserName);
        Assert.Equal("a:b", credential.Password);
        Assert.Null(proxies.Credentials.GetCredential(proxies.GetProxy(new Uri("https://h/"))!, "Basic"));
        Assert.DoesNotContain("me", proxies.GetProxy(new Uri("http://h/"))!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://me:secret@p")]
    [InlineData("http://me:secret@")]
    public void What_is_no_proxy_is_refused_without_its_password(string text)
    {
        OstreeException refusal = Assert.Throws<OstreeException>(() => Proxies.Of(text, Reading("")));
        Assert.Equal(OstreeFault.InvalidUrl, refusal.Fault);
        Assert.DoesNotContain("secret", $"{refusal.Message} {refusal.Subject}", StringComparison.Ordinal);
        Assert.Contains("all_proxy", Assert.Throws<OstreeException>(() => Proxies.Of(own: null, Reading($"all_proxy={text}"))).Remedy, StringComparison.Ordinal);
    }

    private static Func<string, string?> Reading(string environment)
    {
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return name => variables.GetValueOrDefault(name);
    }
}
