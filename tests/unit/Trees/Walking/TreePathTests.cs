using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.UnitTests.Trees.Walking;

public sealed class TreePathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("", "/")]
    [InlineData(".", "/")]
    [InlineData("usr", "/usr")]
    [InlineData("/usr/bin", "/usr/bin")]
    [InlineData("usr//./bin/", "/usr/bin")]
    [InlineData("...", "/...")]
    [InlineData("..two/.hidden", "/..two/.hidden")]
    public void A_path_has_one_form(string path, string normal) => Assert.Equal(normal, TreePath.Normalize(path));

    [Theory]
    [InlineData("..")]
    [InlineData("/usr/../etc")]
    [InlineData("usr/..")]
    public void A_path_must_not_climb(string path)
    {
        OstreeException fault = Assert.Throws<OstreeException>(() => TreePath.Normalize(path));
        Assert.Equal(OstreeFault.InvalidPath, fault.Fault);
        Assert.Equal(path, fault.Subject);
    }

    [Theory]
    [InlineData("/", "usr", "/usr")]
    [InlineData("/usr", "bin", "/usr/bin")]
    public void A_name_is_put_after_its_directory(string directory, string name, string path) => Assert.Equal(path, TreePath.Combine(directory, name));
}
