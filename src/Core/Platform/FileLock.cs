using Microsoft.Win32.SafeHandles;

namespace OstreePS.Core.Platform;

/// <summary>An advisory lock on an open file: an open-file-description lock, or <c>flock</c> where the kernel lacks those.</summary>
/// <remarks>The same scheme as upstream's, so that both see each other's locks.</remarks>
internal static unsafe class FileLock
{
    private const int SetOfdLock = 37;
    private const int GetOfdLock = 36;
    private const short ReadLock = 0;
    private const short WriteLock = 1;
    private const short Unlock = 2;

    /// <summary>Tries to take or change the lock without waiting; false when another holds an incompatible one.</summary>
    internal static bool TryAcquire(SafeFileHandle file, bool exclusive, string name)
    {
        int errno = Apply(file, exclusive ? WriteLock : ReadLock);
        if (errno == Errno.Invalid)
            errno = NativeFiles.Lock(file, (exclusive ? 2 : 1) | 4) == 0 ? 0 : Errno.Last;
        return errno switch
        {
            0 => true,
            Errno.Again or Errno.AccessDenied => false,
            _ => throw Errno.Fault(errno, "lock", name),
        };
    }

    internal static void Release(SafeFileHandle file, string name)
    {
        int errno = Apply(file, Unlock);
        if (errno == Errno.Invalid)
            errno = NativeFiles.Lock(file, 8) == 0 ? 0 : Errno.Last;
        if (errno != 0)
            Errno.Throw(errno, "unlock", name);
    }

    /// <summary>Whether someone else holds a lock that an exclusive one would have to wait for.</summary>
    internal static bool IsHeldElsewhere(SafeFileHandle file)
    {
        byte* request = stackalloc byte[32];
        Fill(request, WriteLock);
        return NativeFiles.Control(file, GetOfdLock, request) == 0 && *(short*)request != Unlock;
    }

    private static int Apply(SafeFileHandle file, short type)
    {
        byte* request = stackalloc byte[32];
        Fill(request, type);
        return NativeFiles.Control(file, SetOfdLock, request) == 0 ? 0 : Errno.Last;
    }

    // struct flock on 64-bit Linux: i16 type, i16 whence, (pad), i64 start, i64 length, i32 pid.
    private static void Fill(byte* request, short type)
    {
        new Span<byte>(request, 32).Clear();
        *(short*)request = type;
    }
}
