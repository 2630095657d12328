using OstreePS.UnitTests.Module.Foundation;

namespace OstreePS.UnitTests.Module.Binding;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("$null = $ExecutionContext.SessionState.Path.SetLocation('/tmp'); Invoke-Probe -Probe $probe -Path a/b", "/tmp/a/b")]
    [InlineData("$null = $ExecutionContext.SessionState.Path.SetLocation('/tmp'); Invoke-Probe -Probe $probe -Path '../x[1]*'", "/x[1]*")]
    [InlineData("Invoke-Probe -Probe $probe -Path ([System.IO.DirectoryInfo]'/usr')", "/usr")]
    [InlineData("Invoke-Probe -Probe $probe -Path 'Microsoft.PowerShell.Core\\FileSystem::/usr/lib'", "/usr/lib")]
    public void A_path_is_absolute_when_the_cmdlet_sees_it(string script, string expected)
    {
        using ProbeShell probe = Echo();
        Assert.Equal([expected], probe.Run(script));
    }

    [Fact]
    public void A_path_of_another_provider_is_refused()
    {
        using ProbeShell probe = Echo();
        object? refusal = Assert.Single(probe.Run("try { Invoke-Probe -Probe $probe -Path Env:HOME } catch { \"$_\" }"));
        Assert.Contains("'Env:HOME' is a path of the provider 'Environment'", Assert.IsType<string>(refusal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BareUser", ProbeMode.BareUser)]
    [InlineData("bare-user", ProbeMode.BareUser)]
    [InlineData("archive-z2", ProbeMode.Archive)]
    [InlineData("archive", ProbeMode.Archive)]
    public void An_enumeration_takes_upstreams_spelling(string text, ProbeMode expected)
    {
        using ProbeShell probe = Echo();
        Assert.Equal([expected], probe.Run($"Invoke-Probe -Probe $probe -Mode {text}"));
    }

    [Fact]
    public void An_unknown_word_is_refused_with_the_words_there_are()
    {
        using ProbeShell probe = Echo();
        object? refusal = Assert.Single(probe.Run("try { Invoke-Probe -Probe $probe -Mode bare-users } catch { \"$_\" }"));
        Assert.Contains("BareUser, Archive", Assert.IsType<string>(refusal), StringComparison.Ordinal);
    }

    private static ProbeShell Echo() => new((value, port, _) => port.WriteAsync(value).AsTask());
}
