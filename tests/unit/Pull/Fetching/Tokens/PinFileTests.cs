using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching.Tokens;

namespace OstreePS.UnitTests.Pull.Fetching.Tokens;

public sealed class PinFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("1234", "1234")]
    [InlineData("1234\n", "1234")]
    [InlineData("12 34\r\nmore", "12 34")]
    public void The_first_line_is_the_PIN(string content, string pin)
    {
        File.WriteAllText(_file, content);
        foreach (string source in new[] { _file, $"file:{_file}", $"file://{_file}" })
            Assert.Equal(pin, System.Text.Encoding.UTF8.GetString(TokenUri.Parse($"pkcs11:token=a?pin-source={source}").ReadPin()!));
    }

    [Fact]
    public void A_PIN_has_bounds()
    {
        File.WriteAllText(_file, new string('1', 255) + "\n");
        Assert.Equal(255, Read(_file)!.Length);
        File.WriteAllText(_file, new string('1', 256));
        Refused(_file);
        File.WriteAllText(_file, "\n1234");
        Refused(_file);
    }

    [Theory]
    [InlineData("/nonexistent/pin")]
    [InlineData("pin")]
    [InlineData("file:pin")]
    [InlineData("|/bin/echo 1234")]
    [InlineData("https://example.org/pin")]
    public void A_source_that_is_no_file_is_refused(string source) => Refused(source);

    private static byte[]? Read(string source) => TokenUri.Parse($"pkcs11:token=a?pin-source={source}").ReadPin();

    private static void Refused(string source) => Assert.Equal(OstreeFault.InvalidConfig, Assert.Throws<OstreeException>(() => Read(source)).Fault);
}
