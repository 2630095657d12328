using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.UnitTests.Pull.Fetching;

public sealed class RequestTests
{
    [Theory]
    [InlineData("http://h/r", "objects/ab/c.filez", "http://h/r/objects/ab/c.filez")]
    [InlineData("http://h/r/", "config", "http://h/r/config")]
    [InlineData("https://h:8443", "summary", "https://h:8443/summary")]
    [InlineData("http://h/r?token=1", "summary", "http://h/r/summary?token=1")]
    [InlineData("http://h/r", "refs/heads/a+b", "http://h/r/refs/heads/a%2Bb")]
    [InlineData("http://h/list?x=1", "", "http://h/list?x=1")]
    public void A_file_lies_below_the_url(string url, string path, string expected)
        => Assert.Equal(expected, BaseUrl.Parse(url).Of(path).AbsoluteUri);

    [Fact]
    public void An_address_of_one_link_keeps_its_interface()
    {
        Uri file = BaseUrl.Parse("http://me:x@[fe80::7%3]:8099/7").Of("summary");
        Assert.Equal("fe80::7%3", file.DnsSafeHost);
        Assert.Equal(8099, file.Port);
        Assert.Equal("/7/summary", file.AbsolutePath);
    }

    [Theory]
    [InlineData("http://me:x@h/a%20b/r/summary?t=1", "http://h/a%20b/r/config?t=1")]
    [InlineData("http://me:x@[::1]:81/summary", "http://[::1]:81/config")]
    [InlineData("http://me:x@h/", "http://h/config")]
    public void What_a_file_lies_in_has_the_same_credentials(string url, string expected)
    {
        BaseUrl parent = BaseUrl.Parse(url).Parent();
        Assert.Equal(expected, parent.Of("config").AbsoluteUri);
        Assert.Equal("Basic bWU6eA==", parent.Authorization);
    }

    [Fact]
    public void Credentials_leave_the_url()
    {
        var url = BaseUrl.Parse("https://me:s%40cret@h/r");
        Assert.Equal("https://h/r", url.ToString());
        Assert.Equal("Basic bWU6c0BjcmV0", url.Authorization);
        Assert.DoesNotContain("cret", url.Of("config").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://h/r")]
    [InlineData("h/r")]
    [InlineData("/srv/repo")]
    [InlineData("http://")]
    [InlineData("")]
    public void What_is_no_url_is_refused(string text)
        => Assert.Equal(OstreeFault.InvalidUrl, Assert.Throws<OstreeException>(() => BaseUrl.Parse(text)).Fault);

    [Theory]
    [InlineData("h.org", "/", "http://h.org/x", true)]
    [InlineData("h.org", "/", "http://a.h.org/x", false)]
    [InlineData(".h.org", "/", "http://a.h.org/x", true)]
    [InlineData(".h.org", "/", "http://evilh.org/x", false)]
    [InlineData("h.org", "/a", "http://h.org/a/b", true)]
    [InlineData("h.org", "/a", "http://h.org/ab", false)]
    [InlineData("H.org", "/a", "http://h.org/a", true)]
    public void A_cookie_goes_where_it_belongs(string domain, string path, string url, bool sent)
        => Assert.Equal(sent ? "n=v" : null, CookieSelection.HeaderFor([new Cookie(domain, path, "n", "v")], new Uri(url)));

    [Fact]
    public void A_cookie_that_is_over_or_secure_stays()
    {
        Assert.Null(CookieSelection.HeaderFor([new Cookie("h", "/", "n", "v", IsSecure: true)], new Uri("http://h/")));
        Assert.Equal("n=v", CookieSelection.HeaderFor([new Cookie("h", "/", "n", "v", IsSecure: true)], new Uri("https://h/")));
        Assert.Null(CookieSelection.HeaderFor([new Cookie("h", "/", "n", "v", Expires: DateTimeOffset.UtcNow.AddHours(-1))], new Uri("http://h/")));
    }

    [Fact]
    public void Waits_grow_and_end()
    {
        var schedule = new RetrySchedule(3);
        var passing = new FetchFault(new OstreeException(OstreeFault.ConnectionFailed, "x"), IsTransient: true);
        TimeSpan[] waits = [schedule.Next(passing)!.Value, schedule.Next(passing)!.Value, schedule.Next(passing)!.Value];
        Assert.True(waits[2] > waits[0], string.Join(' ', waits));
        Assert.Null(schedule.Next(passing));
        Assert.Null(new RetrySchedule(3).Next(passing with { IsTransient = false }));
        Assert.Equal(TimeSpan.FromSeconds(7), new RetrySchedule(1).Next(passing with { Delay = TimeSpan.FromSeconds(7) }));
    }
}
