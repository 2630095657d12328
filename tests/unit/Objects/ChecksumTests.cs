using CsCheck;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.UnitTests.Objects;

public sealed class ChecksumTests
{
    private const string Hex = "00ff10e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b78";

    [Fact]
    public void Hex_and_base64_lead_back() => ObjectGen.Checksum.Sample(checksum =>
    {
        Assert.Equal(checksum, Checksum.Parse(checksum.ToString()));
        Assert.Equal(checksum, Checksum.ParseBase64(checksum.ToBase64()));
        Assert.Equal(Checksum.HexLength, checksum.ToString().Length);
        Assert.Equal(Checksum.Base64Length, checksum.ToBase64().Length);
        Assert.DoesNotContain('/', checksum.ToBase64());
    });

    [Fact]
    public void The_order_is_that_of_the_hex_digits() => Gen.Select(ObjectGen.Checksum, ObjectGen.Checksum).Sample((a, b) =>
    {
        Assert.Equal(Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString())), Math.Sign(a.CompareTo(b)));
        Assert.Equal(a == b, a.ToString() == b.ToString());
    });

    // Upstream writes '_' for '/', keeps '+', and drops the '=' at the end.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "__________________________________________8")]
    [InlineData("fbefbefbefbefbefbefbefbefbefbefbefbefbefbefbefbefbefbefbefbefbef", "++++++++++++++++++++++++++++++++++++++++++8")]
    public void Base64_is_the_modified_one(string hex, string base64)
    {
        Assert.Equal(base64, Checksum.Parse(hex).ToBase64());
        Assert.Equal(hex, Checksum.ParseBase64(base64).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00FF10e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b78")]
    [InlineData("00ff10e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7")]
    [InlineData("00ff10e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b788")]
    [InlineData("00ff10e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7g")]
    [InlineData(" 0ff10e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b78")]
    public void Other_text_is_no_checksum(string text)
    {
        Assert.False(Checksum.TryParse(text, out _));
        Assert.Equal(OstreeFault.InvalidChecksum, Assert.Throws<OstreeException>(() => Checksum.Parse(text)).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA A")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA")]
    public void Other_text_is_no_base64(string text)
        => Assert.Equal(OstreeFault.InvalidChecksum, Assert.Throws<OstreeException>(() => Checksum.ParseBase64(text)).Fault);

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Only_32_bytes_make_a_checksum(int length)
        => Assert.Equal(OstreeFault.InvalidChecksum, Assert.Throws<OstreeException>(() => new Checksum(new byte[length])).Fault);

    [Fact]
    public void A_name_of_an_object_leads_back() => Gen.Select(ObjectGen.Checksum, Gen.Enum<ObjectType>()).Sample((checksum, type) =>
    {
        var name = new ObjectName(checksum, type);
        Assert.Equal(name, ObjectName.Parse(name.ToString()));
    });

    [Theory]
    [InlineData(Hex, OstreeFault.InvalidName)]
    [InlineData(Hex + ".", OstreeFault.InvalidName)]
    [InlineData(Hex + ".Commit", OstreeFault.InvalidName)]
    [InlineData(Hex + ".filez", OstreeFault.InvalidName)]
    [InlineData("12.commit", OstreeFault.InvalidChecksum)]
    [InlineData("", OstreeFault.InvalidName)]
    public void Other_text_names_no_object(string text, OstreeFault fault)
        => Assert.Equal(fault, Assert.Throws<OstreeException>(() => ObjectName.Parse(text)).Fault);
}
