namespace OstreePS.Core.Platform;

/// <summary>What the kernel says of block devices.</summary>
internal static class BlockDevices
{
    private const string Location = "/sys/dev/block";

    /// <summary>Whether a medium can be taken out, or the device unplugged: it, or the disk that it is a part of, is marked as removable or hangs on USB.</summary>
    /// <param name="device">The device, as <c>MAJOR:MINOR</c>.</param>
    internal static bool IsRemovable(string device)
    {
        try
        {
            if (new DirectoryInfo($"{Location}/{device}").ResolveLinkTarget(returnFinalTarget: true) is not DirectoryInfo { Exists: true } place)
                return false;
            return IsMarked(place) || (place.Parent is { } disk && IsMarked(disk))
                || place.FullName.Split('/').Any(static part => part.StartsWith("usb", StringComparison.Ordinal) && part.Length > 3 && part.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A device that has just gone, or a system without sysfs.
            return false;
        }
    }

    private static bool IsMarked(DirectoryInfo place)
        => Path.Join(place.FullName, "removable") is var mark && File.Exists(mark) && File.ReadAllText(mark).StartsWith('1');
}
