using OstreePS.Core.Platform;

namespace OstreePS.Core.Pull.Finding;

/// <summary>
/// Which mounts are removable volumes, as a desktop would show them: those of block devices that are mounted where desktops mount
/// what is plugged in, or that can be taken out and are no part of the system.
/// </summary>
internal static class RemovableVolumes
{
    private static readonly string[] OfDesktops = ["/media/", "/run/media/"];
    private static readonly string[] OfTheSystem = ["/boot/", "/dev/", "/efi/", "/etc/", "/home/", "/nix/", "/opt/", "/ostree/", "/proc/", "/root/", "/snap/", "/srv/", "/sys/", "/sysroot/", "/tmp/", "/usr/", "/var/"];

    /// <summary>The directories at which removable volumes are mounted now.</summary>
    internal static IEnumerable<string> MountPoints() => MountTable.Read().Where(entry => IsRemovable(entry, BlockDevices.IsRemovable)).Select(entry => entry.MountPoint);

    /// <summary>Whether a mount is a removable volume.</summary>
    /// <param name="entry">The mount.</param>
    /// <param name="canBeTakenOut">Tells whether a device, as <c>MAJOR:MINOR</c>, can be taken out.</param>
    internal static bool IsRemovable(MountEntry entry, Func<string, bool> canBeTakenOut)
    {
        if (!entry.Source.StartsWith("/dev/", StringComparison.Ordinal))
            return false;
        string place = entry.MountPoint.TrimEnd('/') + '/';
        if (OfDesktops.Any(root => place.Length > root.Length && place.StartsWith(root, StringComparison.Ordinal)))
            return true;
        return place.Length > 1 && !OfTheSystem.Any(root => place.StartsWith(root, StringComparison.Ordinal)) && canBeTakenOut(entry.Device);
    }
}
