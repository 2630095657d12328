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
}
