using OstreePS.Binding;
using OstreePS.UnitTests.Module.Foundation;

namespace OstreePS.UnitTests.Module.Binding;

public sealed class VariantEntriesTests
{
    [Theory]
    [InlineData("@{ version = '42' }", "version='42'")]
    [InlineData("@{ b = 1; a = $true; c = [uint64]7; d = 1.5 }", "a=true b=1 c=uint64 7 d=1.5")]
    [InlineData("[ordered]@{ b = 'x', 'y'; a = [byte[]](1, 2) }", "b=['x', 'y'] a=[byte 0x01, 0x02]")]
    [InlineData("[ordered]@{ b = 1, 2, 3; a = @{ z = 1; y = 'v' } }", "b=[1, 2, 3] a={'y': <'v'>, 'z': <1>}")]
    [InlineData("@{ o = [pscustomobject]@{ z = 1; y = 2 } }", "o={'z': <1>, 'y': <2>}")]
    [InlineData("@{ c = [char]'x'; s = [switch]$true; f = [float]0.5 }", "c='x' f=0.5 s=true")]
    [InlineData("'version=uint32 4'", "version=uint32 4")]
    [InlineData("'a=@as []', @{ b = \"<1>\" }", "a=@as [] b='<1>'")]
    [InlineData("'url=\"a=b\"'", "url='a=b'")]
    public void Metadata_becomes_variants(string argument, string expected)
    {
        using var probe = new ProbeShell((value, port, _) => port.WriteAsync(Text(value)).AsTask());
        Assert.Equal([expected], probe.Run($"Invoke-Probe -Probe $probe -Metadata ({argument})"));
    }

    [Theory]
    [InlineData("'version'", "InvalidOption")]
    [InlineData("'=1'", "InvalidOption")]
    [InlineData("'a=1', 'a=2'", "InvalidOption")]
    [InlineData("5", "InvalidOption")]
    [InlineData("@{ 5 = 'x' }", "InvalidOption")]
    [InlineData("'a=uint32 -1'", "MalformedVariantText")]
    [InlineData("@{ a = $null }", "MalformedVariant")]
    [InlineData("@{ a = [guid]::Empty }", "MalformedVariant")]
    [InlineData("@($h = @{}; $h.a = $h; $h)", "MalformedVariant")]
    public void Metadata_that_cannot_be_is_refused(string argument, string fault)
    {
        using var probe = new ProbeShell((value, port, _) => port.WriteAsync(Text(value)).AsTask());
        object? id = Assert.Single(probe.Run($"try {{ Invoke-Probe -Probe $probe -Metadata ({argument}) }} catch {{ $_.FullyQualifiedErrorId }}"));
        Assert.StartsWith(fault + ",", Assert.IsType<string>(id), StringComparison.Ordinal);
    }

    private static string Text(object? entries)
        => string.Join(' ', Assert.IsType<VariantEntries>(entries).ToVariants().Select(e => $"{e.Key}={e.Value}"));
}
