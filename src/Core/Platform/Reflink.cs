using Microsoft.Win32.SafeHandles;

namespace OstreePS.Core.Platform;

/// <summary>Shares a file's blocks with another file, on file systems that can (XFS, Btrfs, bcachefs).</summary>
internal static class Reflink
{
    private const nuint FiClone = 0x40049409;

    /// <summary>Makes <paramref name="target"/> a clone of <paramref name="source"/>; false where the file system cannot.</summary>
    internal static bool TryClone(SafeFileHandle source, SafeFileHandle target)
    {
        bool held = false;
        try
        {
            source.DangerousAddRef(ref held);
            return NativeFiles.Ioctl(target, FiClone, source.DangerousGetHandle()) == 0;
        }
        finally
        {
            if (held)
                source.DangerousRelease();
        }
    }
}
