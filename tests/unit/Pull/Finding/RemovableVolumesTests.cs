using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Finding;

namespace OstreePS.UnitTests.Pull.Finding;

/// <summary>What counts as a removable volume.</summary>
public sealed class RemovableVolumesTests
{
    [Theory]
    [InlineData("/media/stick", "/dev/sdb1", false, true)]
    [InlineData("/run/media/me/stick", "/dev/sdb1", false, true)]
    [InlineData("/mnt/stick", "/dev/sdb1", true, true)]
    [InlineData("/mnt/stick", "/dev/sdb1", false, false)]
    [InlineData("/media", "/dev/sdb1", false, false)]
    [InlineData("/media/stick", "tmpfs", true, false)]
    [InlineData("/media/share", "host:/share", true, false)]
    [InlineData("/", "/dev/sdb1", true, false)]
    [InlineData("/boot", "/dev/sdb1", true, false)]
    [InlineData("/boot/efi", "/dev/sdb1", true, false)]
    [InlineData("/usr", "/dev/sdb1", true, false)]
    [InlineData("/var/lib/data", "/dev/sdb1", true, false)]
    [InlineData("/usbstick", "/dev/sdb1", true, true)]
    public void Place_and_device_decide(string mountPoint, string source, bool canBeTakenOut, bool expected)
        => Assert.Equal(expected, RemovableVolumes.IsRemovable(new MountEntry("8:17", mountPoint, "vfat", source), device => device == "8:17" && canBeTakenOut));
}
