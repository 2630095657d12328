using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;

namespace OstreePS.UnitTests.Formats.KeyFiles;

public sealed class KeyFileTests
{
    [Fact]
    public void Asking_gently_finds_or_does_not()
    {
        KeyFile file = KeyFile.Parse("[g]\ns=x\nb=true\ni=-1\nt=2\nd=1.5\nl=a;b\nbad=maybe\n");
        Assert.True(file.TryGetString("g", "s", out string? s) && s is "x");
        Assert.True(file.TryGetBoolean("g", "b", out bool b) && b);
        Assert.True(file.TryGetInt32("g", "i", out int i) && i == -1);
        Assert.True(file.TryGetInt64("g", "i", out long x) && x == -1);
        Assert.True(file.TryGetUInt64("g", "t", out ulong t) && t == 2);
        Assert.True(file.TryGetDouble("g", "d", out double d) && d == 1.5);
        Assert.True(file.TryGetStringList("g", "l", out string[]? l) && l.Length == 2);
        Assert.False(file.TryGetString("g", "none", out _));
        Assert.False(file.TryGetBoolean("none", "b", out _));
        Assert.Equal(OstreeFault.MalformedKeyFile, Assert.Throws<OstreeException>(() => file.TryGetBoolean("g", "bad", out _)).Fault);
    }

    [Theory]
    [InlineData("[g]\nk=v\noops\n", "line 3")]
    [InlineData("k=v\n", "line 1")]
    [InlineData("# c\n\n[a[b]\n", "line 3")]
    [InlineData("\ufeff[g]\n", "line 1")]
    [InlineData("[g]\nEncoding=latin1\n", "latin1")]
    public void A_fault_names_the_line(string text, string expected)
        => Assert.Contains(expected, Assert.Throws<OstreeException>(() => KeyFile.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_that_does_not_fit_names_key_and_value()
    {
        var error = Assert.Throws<OstreeException>(() => KeyFile.Parse("[core]\nrepo_version=x\n").GetInt32("core", "repo_version"));
        Assert.Equal("The key 'repo_version' in group 'core' is 'x', where an integer of 32 bits was expected.", error.Message);
    }

    [Fact]
    public void A_change_leaves_the_rest_as_it_was()
    {
        KeyFile file = KeyFile.Parse("# mine\n\n[core]\nmode=bare\n# size\nmin-free-space-size=1GB\n\n# origin\n[remote \"o\"]\nurl=http://a\n");
        file.SetString("remote \"o\"", "url", "http://b");
        file.SetString("core", "mode", "archive-z2");
        Assert.Equal(
            "# mine\n\n[core]\nmode=archive-z2\n# size\nmin-free-space-size=1GB\n\n# origin\n\n[remote \"o\"]\nurl=http://b\n",
            file.ToString());
    }
}
