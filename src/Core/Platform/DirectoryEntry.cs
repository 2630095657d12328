using System.Runtime.InteropServices;

namespace OstreePS.Core.Platform;

/// <summary>One name in a directory, with the type where the file system tells it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DirectoryEntry(string Name, DirectoryEntryType Type);

/// <summary>The <c>d_type</c> of a directory entry.</summary>
internal enum DirectoryEntryType : byte
{
    Unknown = 0,
    Fifo = 1,
    CharacterDevice = 2,
    Directory = 4,
    BlockDevice = 6,
    Regular = 8,
    Symlink = 10,
    Socket = 12,
}
