using OstreePS.Core.Trees.Checkout;
using OstreePS.Formats;

namespace OstreePS.UnitTests.Module.Formats;

public sealed class DisplayTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1_395_864_371, "1.3 GiB")]
    [InlineData(long.MaxValue, "8.0 EiB")]
    public void A_size_is_in_the_largest_unit_that_fits(long bytes, string expected) => Assert.Equal(expected, Display.Size(bytes));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(21_482, "21,482")]
    public void A_count_has_its_thousands_apart(long count, string expected) => Assert.Equal(expected, Display.Count(count));

    [Fact]
    public void A_checkout_says_how_its_files_came_to_be()
    {
        var result = new CheckoutResult
        {
            Commit = default,
            Destination = "/out",
            Subpath = "/",
            Files = 21_000,
            Linked = 20_400,
            Copied = 600,
            Symlinks = 340,
            Directories = 1_800,
            Kept = 0,
            Whiteouts = 0,
            Bytes = 1_395_864_371,
            Duration = TimeSpan.FromSeconds(0.4),
            Repository = "/repo",
        };
        Assert.Equal("21,000 (1.3 GiB): 20,400 linked, 600 copied", Display.Placed(result));
        Assert.Equal("1,800 directories, 340 symbolic links", Display.PlacedBesides(result));
        Assert.Equal("1,800 directories, 340 symbolic links, 7 kept as they were, 2 whiteouts", Display.PlacedBesides(result with { Kept = 7, Whiteouts = 2 }));
    }
}
