using OstreePS.Core.Diagnostics;
using OstreePS.Core.Signing;

namespace OstreePS.UnitTests.Signing;

public sealed class TrustedKeysTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ostreeps-keys-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // As upstream reads them; but it does not say why.
    [Theory]
    [InlineData("\nh3/qFtN/mPDY2XOCGK2hbrGdjPwusIXBFtFdUX712Kc=\n", "a line is empty")]
    [InlineData("# the key of releases\n", "holds no key of the engine")]
    [InlineData("", "holds no key of the engine")]
    public void What_is_wrong_with_the_only_file_of_keys_is_told(string text, string reason)
    {
        string file = Path.Join(Directory.CreateDirectory(Path.Join(_directory, "trusted.ed25519.d")).FullName, "release.pub");
        File.WriteAllText(file, text);
        OstreeException refusal = Assert.Throws<OstreeException>(() => TrustedKeys.FromDirectories("ed25519", _directory));
        Assert.Equal(OstreeFault.SignatureUntrusted, refusal.Fault);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_files_only_the_directory_is_named()
        => Assert.EndsWith($"there is none in {_directory}.", Assert.Throws<OstreeException>(() => TrustedKeys.FromDirectories("ed25519", _directory)).Message, StringComparison.Ordinal);
}
