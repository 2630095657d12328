using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Building;
using Xunit;

namespace OstreePS.UnitTests.Trees.Building;

public sealed class ArchivePathTests
{
    [Theory]
    [InlineData("a/b", "a/b")]
    [InlineData("./a/b/", "a/b")]
    [InlineData("/a", "a")]
    [InlineData("//./a//b/.", "a/b")]
    [InlineData("/../a", "a")]
    [InlineData("/../../a", "a")]
    [InlineData(".", "")]
    [InlineData("./", "")]
    [InlineData("/", "")]
    [InlineData("", "")]
    [InlineData("..a", "..a")]
    public void A_path_is_made_relative(string path, string expected)
        => Assert.Equal(expected, string.Join('/', ArchivePath.Split(path, new TarImportOptions())));

    [Theory]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("./../a")]
    [InlineData("a/..")]
    public void A_path_that_climbs_is_refused(string path)
        => Assert.Equal(OstreeFault.InvalidPath, Assert.Throws<OstreeException>(() => ArchivePath.Split(path, new TarImportOptions())).Fault);

    [Fact]
    public void A_path_that_is_too_long_is_refused()
        => Assert.Equal(OstreeFault.InvalidPath, Assert.Throws<OstreeException>(() => ArchivePath.Split(new string('a', 5000), new TarImportOptions())).Fault);

    [Theory]
    [InlineData("etc", "usr/etc")]
    [InlineData("./etc/motd", "usr/etc/motd")]
    [InlineData("etcetera", "etcetera")]
    [InlineData("usr/etc/motd", "usr/etc/motd")]
    public void The_convention_moves_etc(string path, string expected)
        => Assert.Equal(expected, string.Join('/', ArchivePath.Split(path, new TarImportOptions { OstreeConvention = true })));

    [Theory]
    [InlineData("^,foo/", "a/b", "foo/a/b")]
    [InlineData("(a)/(b),\\2/\\1", "a/b", "b/a")]
    [InlineData("(?<x>a),\\g<x>\\0", "a", "aa")]
    [InlineData("a,$1\\\\", "a", "$1\\")]
    [InlineData("a,../../x", "a", null)]
    public void A_filter_rewrites(string filter, string path, string? expected)
    {
        var options = new TarImportOptions { PathFilter = TarPathFilter.Parse(filter) };
        if (expected is null)
            Assert.Equal(OstreeFault.InvalidPath, Assert.Throws<OstreeException>(() => ArchivePath.Split(path, options)).Fault);
        else
            Assert.Equal(expected, string.Join('/', ArchivePath.Split(path, options)));
    }

    [Fact]
    public void A_filter_that_explodes_is_stopped()
    {
        var options = new TarImportOptions { PathFilter = TarPathFilter.Parse("^(a+)+$,x") };
        Assert.Equal(OstreeFault.FilterFailed, Assert.Throws<OstreeException>(() => ArchivePath.Split(new string('a', 40) + "!", options)).Fault);
    }
}
