using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>What we do with an open file, by its handle. <c>name</c> is only for messages.</summary>
internal static unsafe class FileHandleExtensions
{
    private const int StatxSize = 256;
    private const uint StartWrite = 2;

    /// <summary>Reads once; returns the count, 0 at the end.</summary>
    internal static int ReadSome(this SafeFileHandle file, Span<byte> buffer, string name)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = NativeFiles.Read(file, start, (nuint)buffer.Length);
                if (count >= 0)
                    return (int)count;
                if (Errno.Last != Errno.Interrupted)
                    Errno.Throw(Errno.Last, "read", name);
            }
        }
    }

    /// <summary>Reads until the buffer is full or the file ends; returns the count.</summary>
    internal static int ReadFully(this SafeFileHandle file, Span<byte> buffer, string name) => file.ReadFully(buffer, buffer.Length, name);

    /// <summary>Reads until the buffer holds as much as is enough, or the file ends; returns the count.</summary>
    internal static int ReadFully(this SafeFileHandle file, Span<byte> buffer, int enough, string name)
    {
        int total = 0;
        while (total < enough)
        {
            int count = file.ReadSome(buffer[total..], name);
            if (count == 0)
                break;
            total += count;
        }

        return total;
    }

    internal static void WriteAll(this SafeFileHandle file, ReadOnlySpan<byte> data, string name)
    {
        fixed (byte* start = data)
        {
            int done = 0;
            while (done < data.Length)
            {
                nint count = NativeFiles.Write(file, start + done, (nuint)(data.Length - done));
                if (count >= 0)
                    done += (int)count;
                else if (Errno.Last != Errno.Interrupted)
                    Errno.Throw(Errno.Last, "write", name);
            }
        }
    }

    /// <summary>Has the file's bytes begin their way to the disk, and does not wait for them; what must be there by a certain time is synced all the same.</summary>
    internal static void BeginWriteback(this SafeFileHandle file) => _ = NativeFiles.BeginWriteback(file, 0, 0, StartWrite);

    internal static void Rewind(this SafeFileHandle file, string name)
    {
        if (NativeFiles.Seek(file, 0, 0) < 0)
            Errno.Throw(Errno.Last, "seek in", name);
    }

    internal static FileStatus Stat(this SafeFileHandle file, string name)
    {
        byte* raw = stackalloc byte[StatxSize];
        if (NativeFiles.Statx(file, string.Empty, OpenFlags.AtEmptyPath, 0x7FF, raw) < 0)
            Errno.Throw(Errno.Last, "look at", name);
        return FileStatus.Parse(new ReadOnlySpan<byte>(raw, StatxSize));
    }

    internal static void ChangeMode(this SafeFileHandle file, uint mode, string name)
    {
        if (NativeFiles.ChangeMode(file, mode & 0xFFF) < 0)
            Errno.Throw(Errno.Last, "change the mode of", name);
    }

    internal static void ChangeOwner(this SafeFileHandle file, uint uid, uint gid, string name)
    {
        if (NativeFiles.ChangeOwner(file, string.Empty, uid, gid, OpenFlags.AtEmptyPath) < 0)
            Errno.Throw(Errno.Last, "change the owner of", name);
    }

    /// <summary>Sets owner and mode, those of them that are not so already: a look costs less than a change that changes nothing.</summary>
    internal static void EnsureOwnerAndMode(this SafeFileHandle file, uint uid, uint gid, uint mode, string name)
    {
        FileStatus status = file.Stat(name);
        bool isOwned = status.Uid == uid && status.Gid == gid;
        // Owner before mode: a change of owner clears the set-id bits.
        if (!isOwned)
            file.ChangeOwner(uid, gid, name);
        if (!isOwned || ((status.Mode ^ mode) & 0xFFF) != 0)
            file.ChangeMode(mode, name);
    }

    /// <summary>Sets the mode, unless it is so already.</summary>
    internal static void EnsureMode(this SafeFileHandle file, uint mode, string name)
    {
        if (((file.Stat(name).Mode ^ mode) & 0xFFF) != 0)
            file.ChangeMode(mode, name);
    }

    /// <summary>Sets the modification time in Unix seconds.</summary>
    internal static void SetModified(this SafeFileHandle file, long seconds, string name, uint nanoseconds = 0)
    {
        long* times = stackalloc long[4];
        FileTimes.Fill(times, seconds, nanoseconds);
        if (NativeFiles.SetTimes(file, times) < 0)
            Errno.Throw(Errno.Last, "set the time of", name);
    }

    internal static void Sync(this SafeFileHandle file, string name)
    {
        if (NativeFiles.Sync(file) < 0)
            Errno.Throw(Errno.Last, "sync", name);
    }

    /// <summary>Tells the kernel that the file will be read from start to end; a hint, so its failure means nothing.</summary>
    internal static void AdviseSequential(this SafeFileHandle file) => _ = NativeFiles.Advise(file, 0, 0, advice: 2);

    /// <summary>Copies the whole content within the kernel: a reflink where the file system can, else a copy. Both stand at their start.</summary>
    internal static void CopyContentTo(this SafeFileHandle source, SafeFileHandle target, long size, string name)
    {
        if (Reflink.TryClone(source, target))
            return;
        long left = size;
        while (left > 0)
        {
            nint count = NativeFiles.CopyRange(source, null, target, null, (nuint)Math.Min(left, 1 << 30), 0);
            if (count > 0)
            {
                left -= count;
                continue;
            }

            if (count == 0)
                break;
            if (Errno.Last is Errno.CrossDevice or Errno.NotImplemented or Errno.NotSupported or Errno.Invalid)
            {
                left -= CopyByHand(source, target, name);
                break;
            }

            Errno.Throw(Errno.Last, "copy", name);
        }

        if (left != 0)
        {
            throw new OstreeException(
                OstreeFault.FileChanged,
                $"'{name}' changed its size while it was copied.",
                name,
                "Try again when nothing writes to it.");
        }
    }

    private static long CopyByHand(SafeFileHandle source, SafeFileHandle target, string name)
    {
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(256 * 1024);
        try
        {
            long total = 0;
            for (int count; (count = source.ReadSome(buffer, name)) > 0; total += count)
                target.WriteAll(buffer.AsSpan(0, count), name);
            return total;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
