using OstreePS.Formats;

namespace OstreePS.UnitTests.Module.Formats;

public sealed class ItemDisplayTests
{
    [Theory]
    [InlineData(0, 0, "0:0")]
    [InlineData(1000, 4294967295, "1000:4294967295")]
    public void An_owner_is_user_and_group(uint uid, uint gid, string expected) => Assert.Equal(expected, Display.Owner(uid, gid));
}
