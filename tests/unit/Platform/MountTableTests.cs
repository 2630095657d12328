using OstreePS.Core.Platform;

namespace OstreePS.UnitTests.Platform;

/// <summary>The kernel's table of mounts.</summary>
public sealed class MountTableTests
{
    [Fact]
    public void Fields_are_found_behind_any_number_of_optional_ones_and_unescaped()
    {
        IReadOnlyList<MountEntry> entries = MountTable.Parse(
            "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n" +
            "90 27 8:17 / /run/media/me/My\\040Stick\\011\\134\\303\\244 rw,nosuid shared:5 master:1 - vfat /dev/sdb1 rw,uid=0\n");
        Assert.Equal(new MountEntry("254:0", "/", "ext4", "/dev/vda"), entries[0]);
        Assert.Equal(new MountEntry("8:17", "/run/media/me/My Stick\t\\ä", "vfat", "/dev/sdb1"), entries[1]);
    }

    [Fact]
    public void Of_several_mounts_at_one_place_the_last_is_told()
    {
        IReadOnlyList<MountEntry> entries = MountTable.Parse("1 0 8:1 / /media/a rw - ext4 /dev/sda1 rw\n2 0 8:2 / /media/a rw - ext4 /dev/sda2 rw\n");
        Assert.Equal("/dev/sda2", Assert.Single(entries).Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("1 2 3")]
    [InlineData("1 0 8:1 / /media/a rw ext4 /dev/sda1 rw")]
    [InlineData("1 0 8:1 / /media/a rw -")]
    [InlineData("1 0 8:1 / /media/a rw - ext4")]
    public void Other_lines_are_passed_over(string text) => Assert.Empty(MountTable.Parse(text));

    [Fact]
    public void An_escape_that_is_cut_stays_as_it_is() => Assert.Equal("/a\\04", Assert.Single(MountTable.Parse("1 0 8:1 / /a\\04 rw - ext4 /dev/sda1 rw")).MountPoint);

    [Fact]
    public void The_root_is_in_the_real_table() => Assert.Contains(MountTable.Read(), entry => entry.MountPoint == "/");
}
