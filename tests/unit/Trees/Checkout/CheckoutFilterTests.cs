using OstreePS.Core.Trees.Checkout;

namespace OstreePS.UnitTests.Trees.Checkout;

public sealed class CheckoutFilterTests
{
    private readonly CheckoutFilter _filter = new(["/usr/bin/file", "/usr/lib/", "/usr/share", string.Empty]);

    [Theory]
    [InlineData("/usr/bin/file", true)]
    [InlineData("/usr/share", true)]
    [InlineData("/usr/lib", false)]
    [InlineData("usr/bin/file", false)]
    [InlineData("/usr/bin/file2", false)]
    public void A_file_is_skipped_by_its_path(string path, bool skipped) => Assert.Equal(skipped, _filter.SkipsFile(path));

    [Theory]
    [InlineData("/usr/lib", true)]
    [InlineData("/usr/share", true)]
    [InlineData("/usr", false)]
    [InlineData("", false)]
    public void A_directory_is_skipped_with_or_without_a_slash_at_its_end(string path, bool skipped) => Assert.Equal(skipped, _filter.SkipsDirectory(path));

    [Fact]
    public void A_slash_alone_is_the_root() => Assert.True(new CheckoutFilter(["/"]).SkipsDirectory(string.Empty));
}
