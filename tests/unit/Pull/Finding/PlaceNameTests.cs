using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Finding;

namespace OstreePS.UnitTests.Pull.Finding;

/// <summary>Names of remotes that nobody configured.</summary>
public sealed class PlaceNameTests
{
    [Fact]
    public void They_are_upstreams() => Assert.Equal("file_3A_2F_2F_2Frun_2Fmy_20stick_origin.trustedkeys.gpg", PlaceName.Of("file:///run/my stick", "origin.trustedkeys.gpg"));

    [Theory]
    [InlineData("http://192.0.2.7:80/0")]
    [InlineData("http://[fe80::1%3]:80/0?x=~#")]
    public void They_are_names_of_remotes_whatever_the_place(string url) => Assert.True(RefName.IsFragment(PlaceName.Of(url, "origin.trustedkeys.gpg")));

    [Fact]
    public void Long_ones_are_cut_and_still_differ()
    {
        string place = "http://host.example/" + new string('x', 5000);
        string one = PlaceName.Of(place + "1", "origin.trustedkeys.gpg");
        string two = PlaceName.Of(place + "2", "origin.trustedkeys.gpg");
        Assert.InRange(one.Length, 1, 250);
        Assert.NotEqual(one, two);
    }
}
