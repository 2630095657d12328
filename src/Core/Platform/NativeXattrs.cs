using System.Runtime.InteropServices;

namespace OstreePS.Core.Platform;

/// <summary>The raw system calls on extended attributes.</summary>
internal static unsafe partial class NativeXattrs
{
    private const string C = "libc";

    [LibraryImport(C, EntryPoint = "flistxattr", SetLastError = true)]
    internal static partial nint List(SafeHandle file, byte* buffer, nuint size);

    [LibraryImport(C, EntryPoint = "fgetxattr", SetLastError = true)]
    internal static partial nint Get(SafeHandle file, byte* name, byte* buffer, nuint size);

    [LibraryImport(C, EntryPoint = "fsetxattr", SetLastError = true)]
    internal static partial int Set(SafeHandle file, byte* name, byte* value, nuint size, int flags);

    [LibraryImport(C, EntryPoint = "llistxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ListAt(string path, byte* buffer, nuint size);

    [LibraryImport(C, EntryPoint = "lgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GetAt(string path, byte* name, byte* buffer, nuint size);

    [LibraryImport(C, EntryPoint = "lsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetAt(string path, byte* name, byte* value, nuint size, int flags);

    [LibraryImport(C, EntryPoint = "fremovexattr", SetLastError = true)]
    internal static partial int Remove(SafeHandle file, byte* name);
}
