namespace OstreePS.Core.Platform;

/// <summary>A mounted file system.</summary>
/// <param name="Device">Its device, as <c>MAJOR:MINOR</c>.</param>
/// <param name="MountPoint">The directory that it is mounted at.</param>
/// <param name="Kind">The kind of file system, such as <c>ext4</c>.</param>
/// <param name="Source">What is mounted, such as <c>/dev/sdb1</c>.</param>
internal sealed record MountEntry(string Device, string MountPoint, string Kind, string Source);
