using OstreePS.Core.Pull.Finding.Lan;

namespace OstreePS.UnitTests.Pull.Finding.Lan;

/// <summary>Filters are the same, bit for bit, as upstream's: the members are those of its own test, and the bits were computed by its hash.</summary>
public sealed class BloomFilterTests
{
    private const string UpstreamsBits =
        "00000000000000000002000000000000000000000002000000080000001000040220000000000008004000000000400000000200000000000000000010000000" +
        "40000001000000080840000000004000004000000000000200000000000000000400000000000000012010180000000200000000000800000000000000000000" +
        "00000000000000000000000000080000000000100000000000000200000000080000004108100000000000000000000000000200100000800000000000000000" +
        "00000000000000000100000000000400000000000000000010000200000800000000000000000000000080000000000100000000000000000000000000000080";

    private static readonly string[] Members = ["hello", "there", "these", "are", "test", "strings"];

    [Theory]
    [InlineData("", 0, 0x1e924b9d737700d7)]
    [InlineData("hello", 0, 0x8cc15d5db2f752b9)]
    [InlineData("org.example.Os", 3, 0xeafbe3a7488f4044)]
    [InlineData("os/amd64/main", 3, 0xc987b94da444df76)]
    public void A_text_has_upstreams_hash(string text, byte k, ulong expected) => Assert.Equal(expected, BloomFilter.HashOf(text, k));

    [Fact]
    public void The_bits_are_upstreams()
    {
        byte[] bits = new byte[256];
        var filter = new BloomFilter(bits, 8);
        foreach (string member in Members)
            filter.Add(member);
        Assert.Equal(UpstreamsBits, Convert.ToHexStringLower(bits));
    }

    [Fact]
    public void A_filter_of_upstream_has_its_members_and_not_others()
    {
        var filter = new BloomFilter(Convert.FromHexString(UpstreamsBits), 8);
        Assert.All(Members, member => Assert.True(filter.MayHave(member)));
        Assert.All(["not", "an", "element"], other => Assert.False(filter.MayHave(other)));
    }

    [Fact]
    public void Members_are_there_from_when_they_are_added()
    {
        var filter = new BloomFilter(new byte[256], 8);
        for (int i = 0; i < Members.Length; i++)
        {
            filter.Add(Members[i]);
            Assert.All(Members[..(i + 1)], member => Assert.True(filter.MayHave(member)));
            Assert.All(Members[(i + 1)..], member => Assert.False(filter.MayHave(member)));
        }
    }

    [Fact]
    public void A_ref_of_a_collection_has_upstreams_bits()
    {
        byte[] bits = new byte[32];
        var filter = new BloomFilter(bits, 4);
        filter.Add("org.example.Os", "os/amd64/main");
        Assert.Equal("0000000000000400000000000000000008000002020000000000000000000000", Convert.ToHexStringLower(bits));
        Assert.True(filter.MayHave("org.example.Os", "os/amd64/main"));
        Assert.False(filter.MayHave("org.example.Os", "os/amd64/devel"));
    }

    [Fact]
    public void The_smallest_filter_holds()
    {
        var filter = new BloomFilter(new byte[1], 255);
        Assert.False(filter.MayHave("hello"));
        filter.Add("hello");
        Assert.True(filter.MayHave("hello"));
    }
}
