using System.Text;
using OstreePS.Core.Pull;
using OstreePS.Core.Pull.Finding.Lan;

namespace OstreePS.UnitTests.Pull.Finding.Lan;

/// <summary>What hosts announce: read as upstream reads it, whatever anyone sends.</summary>
public sealed class AnnouncementTests
{
    private const string Filter = "04" + "01" + "0000000000000400000000000000000008000002020000000000000000000000";
    private static readonly PullRef Main = new("os/amd64/main", "org.example.Os");

    private static readonly Dictionary<string, string> Good = new(StringComparer.Ordinal) { ["v"] = "01", ["rb"] = Filter, ["st"] = "000000006925a800", ["ri"] = "0102" };

    public static TheoryData<string, string?> Wrong => new()
    {
        { "v", null },
        { "v", "02" },
        { "v", string.Empty },
        { "v", "0101" },
        { "rb", null },
        { "rb", "0001FF" },
        { "rb", "0402FF" },
        { "rb", "0401" },
        { "rb", string.Empty },
        { "st", null },
        { "st", "00" },
        { "ri", null },
        { "ri", "00" },
        { "ri", "000000" },
    };

    [Fact]
    public void The_index_is_big_endian_and_the_filter_tells_refs_apart()
    {
        Announcement announcement = Announcement.TryRead(Records(Good))!;
        Assert.Equal(0x0102, announcement.Index);
        Assert.True(announcement.MayHave(Main));
        Assert.False(announcement.MayHave(Main with { Name = "os/amd64/devel" }));
        Assert.False(announcement.MayHave(Main with { CollectionId = "org.example.Other" }));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_not_understood_announces_nothing(string key, string? value)
    {
        var changed = new Dictionary<string, string>(Good, StringComparer.Ordinal);
        changed.Remove(key);
        if (value is not null)
            changed.Add(key, value);
        Assert.Null(Announcement.TryRead(Records(changed)));
    }

    [Fact]
    public void Of_a_key_given_twice_the_first_counts_and_keys_know_no_case()
    {
        byte[][] records = Records(Good);
        Assert.Equal(0x0102, Announcement.TryRead([.. records, Record("ri", "0909")])!.Index);
        Assert.Equal(0x0909, Announcement.TryRead([Record("RI", "0909"), .. records])!.Index);
    }

    [Fact]
    public void Records_of_another_form_are_passed_over()
    {
        byte[][] junk = [[], [(byte)'='], "=x"u8.ToArray(), "flag"u8.ToArray(), "ri"u8.ToArray(), [0xFF, (byte)'=', 1], [.. "v="u8, .. new byte[10_000]]];
        Assert.Equal(0x0102, Announcement.TryRead([.. junk, .. Records(Good)])!.Index);
        Assert.Null(Announcement.TryRead(junk));
        Assert.Null(Announcement.TryRead([]));
    }

    [Fact]
    public void Random_records_do_no_harm()
    {
        var random = new Random(20261124);
        string[] keys = ["v", "rb", "st", "ri"];
        for (int i = 0; i < 5000; i++)
        {
            byte[][] records = [.. keys.Select(key =>
            {
                byte[] value = new byte[random.Next(24)];
                random.NextBytes(value);
                return (byte[])[.. Encoding.ASCII.GetBytes(key), (byte)'=', .. random.Next(2) == 0 ? value : Convert.FromHexString(Good[key])];
            })];
            Announcement.TryRead(records)?.MayHave(Main);
        }
    }

    [Theory]
    [InlineData("192.0.2.7", 43381, "http://192.0.2.7:43381/258")]
    [InlineData("2001:db8::7", 80, "http://[2001:db8::7]:80/258")]
    [InlineData("fe80::7", 8080, "http://[fe80::7%3]:8080/258")]
    [InlineData("192.0.2.7", 0, null)]
    [InlineData("host.example", 80, null)]
    [InlineData("192.0.2.7/../x", 80, null)]
    public void A_service_has_a_url_only_with_an_address(string address, ushort port, string? expected)
    {
        string? url = new AnnouncedService("name", 3, address, port, []).UrlOf(258);
        Assert.Equal(expected, url);
        if (url is not null)
            Assert.True(Uri.TryCreate(url, UriKind.Absolute, out _));
    }

    private static byte[][] Records(Dictionary<string, string> values) => [.. values.Select(pair => Record(pair.Key, pair.Value))];

    private static byte[] Record(string key, string hex) => [.. Encoding.ASCII.GetBytes(key), (byte)'=', .. Convert.FromHexString(hex)];
}
