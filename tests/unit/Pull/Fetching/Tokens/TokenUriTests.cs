using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching.Tokens;

namespace OstreePS.UnitTests.Pull.Fetching.Tokens;

public sealed class TokenUriTests
{
    [Fact]
    public void Attributes_are_read_and_decoded()
    {
        TokenUri uri = TokenUri.Parse("pkcs11:token=My%20token;manufacturer=a=b;serial=01;model=m%C3%BC;object=k%3b;id=%00%fF1;type=private?module-path=/lib/a.so&pin-value=1%26%2523");
        Assert.Equal("My token", uri.Token);
        Assert.Equal("a=b", uri.Manufacturer);
        Assert.Equal("01", uri.Serial);
        Assert.Equal("mü", uri.Model);
        Assert.Equal("k;"u8, uri.Label!);
        Assert.Equal([0, 0xFF, (byte)'1'], uri.Id);
        Assert.Equal("private", uri.Type);
        Assert.Equal("/lib/a.so", uri.ModulePath);
        Assert.Equal("1&%23"u8, uri.ReadPin()!);
    }

    [Fact]
    public void What_is_not_said_is_null()
    {
        TokenUri uri = TokenUri.Parse("pkcs11:");
        Assert.Null(uri.Token);
        Assert.Null(uri.Label);
        Assert.Null(uri.Id);
        Assert.Null(uri.ModulePath);
        Assert.Null(uri.ReadPin());
    }

    [Fact]
    public void A_PIN_may_stand_among_the_attributes_that_choose() => Assert.Equal("12"u8, TokenUri.Parse("pkcs11:serial=1;pin-value=12;id=%01").ReadPin()!);

    [Fact]
    public void Unknown_attributes_behind_the_question_mark_are_ignored() => Assert.Equal("t", TokenUri.Parse("pkcs11:token=t?x-vendor=1&module-name=softhsm2&x").Token);

    [Theory]
    [InlineData("file:/etc/passwd")]
    [InlineData("PKCS11:token=a")]
    [InlineData("pkcs11:slot-id=1")]
    [InlineData("pkcs11:token")]
    [InlineData("pkcs11:token=a;token=b")]
    [InlineData("pkcs11:token=%4")]
    [InlineData("pkcs11:token=%g0")]
    [InlineData("pkcs11:token=% 1")]
    [InlineData("pkcs11:token=a?pin-value=1&pin-source=/a")]
    [InlineData("pkcs11:token=a;pin-value=1?pin-value=2")]
    public void What_cannot_be_followed_is_refused(string text)
    {
        OstreeException fault = Assert.Throws<OstreeException>(() => TokenUri.Parse(text));
        Assert.Equal(OstreeFault.InvalidConfig, fault.Fault);
        Assert.NotNull(fault.Remedy);
    }

    [Fact]
    public void A_zero_byte_is_refused_where_text_is_meant() => Assert.Throws<OstreeException>(() => TokenUri.Parse("pkcs11:token=a%00").Token);

    [Fact]
    public void A_URI_has_bounds()
    {
        string longest = $"pkcs11:token={new string('a', 4096 - "pkcs11:token=".Length)}";
        Assert.NotNull(TokenUri.Parse(longest).Token);
        Assert.Throws<OstreeException>(() => TokenUri.Parse($"{longest}a"));
    }

    [Theory]
    [InlineData("pkcs11:token=a?pin-value=secret&module-path=/m", "pkcs11:token=a?pin-value=***&module-path=/m")]
    [InlineData("pkcs11:pin-value=secret;token=a?PIN-VALUE=secret", "pkcs11:pin-value=***;token=a?PIN-VALUE=***")]
    [InlineData("pkcs11:token=a?pin-source=/etc/pin", "pkcs11:token=a?pin-source=/etc/pin")]
    [InlineData("/etc/keys/me.crt", "/etc/keys/me.crt")]
    public void A_PIN_is_never_shown(string text, string shown) => Assert.Equal(shown, TokenUri.Redact(text));

    [Theory]
    [InlineData("pkcs11:pin-value=secret;nonsense=1")]
    [InlineData("pkcs11:token=%?pin-value=secret")]
    [InlineData("pkcs11:token=a?pin-value=secret%")]
    public void A_refusal_does_not_tell_the_PIN(string text)
    {
        OstreeException fault = Assert.Throws<OstreeException>(() => TokenUri.Parse(text));
        Assert.DoesNotContain("secret", $"{fault} {fault.Subject} {fault.Remedy}", StringComparison.Ordinal);
    }
}
