using System.Runtime.InteropServices;

namespace OstreePS.Core.Platform;

/// <summary>What <c>statx(2)</c> says of one file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStatus(
    uint Mode,
    uint Uid,
    uint Gid,
    uint LinkCount,
    long Size,
    ulong Inode,
    ulong Device,
    ulong SpecialDevice,
    long ModifiedSeconds,
    uint ModifiedNanoseconds,
    long Blocks)
{
    internal const uint TypeMask = 0xF000;
    internal const uint RegularType = 0x8000;
    internal const uint SymlinkType = 0xA000;
    internal const uint DirectoryType = 0x4000;
    internal const uint CharacterDeviceType = 0x2000;

    internal bool IsRegular => (Mode & TypeMask) == RegularType;

    internal bool IsSymlink => (Mode & TypeMask) == SymlinkType;

    internal bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    internal bool HasSameContentStamp(in FileStatus other)
        => Size == other.Size
            && Inode == other.Inode
            && ModifiedSeconds == other.ModifiedSeconds
            && ModifiedNanoseconds == other.ModifiedNanoseconds;

    /// <summary>Reads the kernel's <c>struct statx</c> (256 bytes; the same on every architecture).</summary>
    internal static FileStatus Parse(ReadOnlySpan<byte> raw) => new(
        Mode: BitConverter.ToUInt16(raw[28..]),
        Uid: BitConverter.ToUInt32(raw[20..]),
        Gid: BitConverter.ToUInt32(raw[24..]),
        LinkCount: BitConverter.ToUInt32(raw[16..]),
        Size: BitConverter.ToInt64(raw[40..]),
        Inode: BitConverter.ToUInt64(raw[32..]),
        Device: Pair(raw[136..]),
        SpecialDevice: Pair(raw[128..]),
        ModifiedSeconds: BitConverter.ToInt64(raw[112..]),
        ModifiedNanoseconds: BitConverter.ToUInt32(raw[120..]),
        Blocks: BitConverter.ToInt64(raw[48..]));

    private static ulong Pair(ReadOnlySpan<byte> raw)
        => ((ulong)BitConverter.ToUInt32(raw) << 32) | BitConverter.ToUInt32(raw[4..]);
}
