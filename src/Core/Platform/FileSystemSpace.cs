using System.Runtime.InteropServices;

namespace OstreePS.Core.Platform;

/// <summary>The size and free space of a file system, in blocks.</summary>
/// <param name="BlockSize">Bytes in a block.</param>
/// <param name="Blocks">Blocks in all.</param>
/// <param name="Free">Blocks free for the present user.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileSystemSpace(long BlockSize, long Blocks, long Free)
{
    /// <summary>Asks the kernel; root also counts the blocks reserved for root, as upstream does.</summary>
    internal static unsafe FileSystemSpace Of(DirectoryHandle directory)
    {
        byte* raw = stackalloc byte[256];
        if (NativeFiles.StatFileSystem(directory, raw) < 0)
            Errno.Throw(Errno.Last, "ask for the free space of", directory.Path);

        // struct statvfs: bsize, frsize, blocks, bfree, bavail, … as unsigned longs; the counts are in units of frsize.
        ulong* fields = (ulong*)raw;
        ulong free = NativeFiles.EffectiveUserId() == 0 ? fields[3] : fields[4];
        return new FileSystemSpace((long)fields[1], (long)fields[2], (long)free);
    }
}
