using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OstreePS.Core.Platform;

/// <summary>The raw system calls on files and directories. Each returns what the kernel returned; <see cref="Errno"/> explains a failure.</summary>
internal static unsafe partial class NativeFiles
{
    private const string C = "libc";

    [LibraryImport(C, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenAt(SafeHandle directory, string path, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    /// <summary><c>openat2(2)</c>, number 437 on every architecture, for which the C library has no function.</summary>
    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint OpenAt2(nint number, SafeHandle directory, string path, ulong* how, nint size);

    [LibraryImport(C, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CreateInMemory(string label, uint flags);

    [LibraryImport(C, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(nint descriptor);

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeHandle file, byte* buffer, nuint count);

    [LibraryImport(C, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeHandle file, byte* buffer, nuint count);

    [LibraryImport(C, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(SafeHandle file, long offset, int origin);

    [LibraryImport(C, EntryPoint = "getdents64", SetLastError = true)]
    internal static partial nint GetDirectoryEntries(SafeHandle directory, byte* buffer, nuint count);

    [LibraryImport(C, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(SafeHandle directory, string path, int flags, uint mask, byte* result);

    [LibraryImport(C, EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(SafeHandle directory, string path, int mode, int flags);

    [LibraryImport(C, EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeDirectory(SafeHandle directory, string path, uint mode);

    [LibraryImport(C, EntryPoint = "mknodat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeNode(SafeHandle directory, string path, uint mode, ulong device);

    [LibraryImport(C, EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(SafeHandle directory, string path, int flags);

    [LibraryImport(C, EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(SafeHandle fromDirectory, string from, SafeHandle toDirectory, string to, uint flags);

    [LibraryImport(C, EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Link(SafeHandle fromDirectory, string from, SafeHandle toDirectory, string to, int flags);

    [LibraryImport(C, EntryPoint = "symlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Symlink(string target, SafeHandle directory, string path);

    [LibraryImport(C, EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ReadLink(SafeHandle directory, string path, byte* buffer, nuint size);

    [LibraryImport(C, EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(SafeHandle file, uint mode);

    [LibraryImport(C, EntryPoint = "fchmodat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeMode(SafeHandle directory, string path, uint mode, int flags);

    [LibraryImport(C, EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(SafeHandle directory, string path, uint uid, uint gid, int flags);

    [LibraryImport(C, EntryPoint = "utimensat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetTimes(SafeHandle directory, string path, long* times, int flags);

    [LibraryImport(C, EntryPoint = "futimens", SetLastError = true)]
    internal static partial int SetTimes(SafeHandle file, long* times);

    [LibraryImport(C, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(SafeHandle file);

    [LibraryImport(C, EntryPoint = "syncfs", SetLastError = true)]
    internal static partial int SyncFileSystem(SafeHandle file);

    [LibraryImport(C, EntryPoint = "sync_file_range")]
    internal static partial int BeginWriteback(SafeHandle file, long offset, long length, uint flags);

    [LibraryImport(C, EntryPoint = "fstatvfs", SetLastError = true)]
    internal static partial int StatFileSystem(SafeHandle file, byte* result);

    [LibraryImport(C, EntryPoint = "copy_file_range", SetLastError = true)]
    internal static partial nint CopyRange(SafeHandle from, long* fromOffset, SafeHandle to, long* toOffset, nuint length, uint flags);

    [LibraryImport(C, EntryPoint = "posix_fadvise")]
    internal static partial int Advise(SafeHandle file, long offset, long length, int advice);

    [LibraryImport(C, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(SafeHandle file, nuint request, nint argument);

    [LibraryImport(C, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Control(SafeHandle file, int command, byte* argument);

    [LibraryImport(C, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(SafeHandle file, int operation);

    [LibraryImport(C, EntryPoint = "geteuid")]
    internal static partial uint EffectiveUserId();

    internal static SafeFileHandle ToHandle(int descriptor) => new(descriptor, ownsHandle: true);
}
