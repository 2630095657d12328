using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Checkout;

namespace OstreePS.UnitTests.Trees.Checkout;

public sealed class WhiteoutNameTests
{
    [Theory]
    [InlineData(".wh.file", WhiteoutName.Prefix, "file")]
    [InlineData(".wh..hidden", WhiteoutName.Prefix, ".hidden")]
    [InlineData(".wh..wh..opq", WhiteoutName.Prefix, ".wh..opq")]
    [InlineData(".ostree-wh.file", WhiteoutName.PassthroughPrefix, "file")]
    public void A_whiteout_names_what_follows_its_prefix(string name, string prefix, string expected)
        => Assert.Equal(expected, WhiteoutName.TargetOf(name, prefix, name));

    [Theory]
    [InlineData(".wh.", WhiteoutName.Prefix)]
    [InlineData(".wh..", WhiteoutName.Prefix)]
    [InlineData(".wh...", WhiteoutName.Prefix)]
    [InlineData(".ostree-wh.", WhiteoutName.PassthroughPrefix)]
    [InlineData(".ostree-wh...", WhiteoutName.PassthroughPrefix)]
    public void A_whiteout_of_the_directory_itself_or_the_one_above_is_refused(string name, string prefix)
        => Assert.Equal(OstreeFault.InvalidName, Assert.Throws<OstreeException>(() => WhiteoutName.TargetOf(name, prefix, name)).Fault);
}
