using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>Extended attributes of a file: names and values are bytes.</summary>
internal static unsafe class Xattr
{
    private const int ValueLimit = 64 * 1024;

    /// <summary>Reads all attributes of an open file or directory, in the kernel's order; names without their NUL.</summary>
    internal static List<KeyValuePair<byte[], byte[]>>? ReadAll(SafeHandle file, string label)
    {
        byte* names = stackalloc byte[1024];
        nint length = NativeXattrs.List(file, names, 1024);
        if (length == 0)
            return null;
        if (length > 0)
            return Collect(new ReadOnlySpan<byte>(names, (int)length), (name, buffer, size) => NativeXattrs.Get(file, name, buffer, size), label);
        if (Errno.Last == Errno.NotSupported)
            return null;
        if (Errno.Last != Errno.Range)
            Errno.Throw(Errno.Last, "list extended attributes of", label);
        byte[] large = new byte[ValueLimit];
        fixed (byte* start = large)
        {
            length = NativeXattrs.List(file, start, ValueLimit);
            if (length < 0)
                Errno.Throw(Errno.Last, "list extended attributes of", label);
        }

        return Collect(large.AsSpan(0, (int)length), (name, buffer, size) => NativeXattrs.Get(file, name, buffer, size), label);
    }

    /// <summary>The names of all attributes of an open file.</summary>
    internal static IReadOnlyList<string> ListNames(SafeHandle file, string label)
    {
        byte* small = stackalloc byte[1024];
        nint length = NativeXattrs.List(file, small, 1024);
        if (length == 0 || (length < 0 && Errno.Last == Errno.NotSupported))
            return [];
        if (length > 0)
            return Split(new ReadOnlySpan<byte>(small, (int)length));
        if (Errno.Last != Errno.Range)
            Errno.Throw(Errno.Last, "list extended attributes of", label);
        byte[] large = new byte[ValueLimit];
        fixed (byte* start = large)
            length = NativeXattrs.List(file, start, ValueLimit);
        if (length < 0)
            Errno.Throw(Errno.Last, "list extended attributes of", label);
        return Split(large.AsSpan(0, (int)length));
    }

    /// <summary>Reads all attributes of a symbolic link in a directory.</summary>
    internal static List<KeyValuePair<byte[], byte[]>>? ReadAllOfLink(DirectoryHandle directory, string name)
    {
        string path = ProcPath(directory, name);
        string label = directory.Child(name);
        nint length = NativeXattrs.ListAt(path, null, 0);
        if (length == 0 || (length < 0 && Errno.Last == Errno.NotSupported))
            return null;
        byte[] names = new byte[ValueLimit];
        fixed (byte* start = names)
            length = NativeXattrs.ListAt(path, start, ValueLimit);
        if (length == 0 || (length < 0 && Errno.Last == Errno.NotSupported))
            return null;
        if (length < 0)
            Errno.Throw(Errno.Last, "list extended attributes of", label);
        return Collect(names.AsSpan(0, (int)length), (key, buffer, size) => NativeXattrs.GetAt(path, key, buffer, size), label);
    }

    internal static void Set(SafeHandle file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, string label)
    {
        fixed (byte* key = Terminated(name))
        fixed (byte* data = value)
        {
            if (NativeXattrs.Set(file, key, data, (nuint)value.Length, 0) < 0)
                throw CannotSet(Errno.Last, name, value.Length, label);
        }
    }

    internal static void SetOfLink(DirectoryHandle directory, string linkName, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (byte* key = Terminated(name))
        fixed (byte* data = value)
        {
            if (NativeXattrs.SetAt(ProcPath(directory, linkName), key, data, (nuint)value.Length, 0) < 0)
                throw CannotSet(Errno.Last, name, value.Length, directory.Child(linkName));
        }
    }

    /// <summary>Reads one attribute; null when it is absent.</summary>
    internal static byte[]? TryGet(SafeFileHandle file, ReadOnlySpan<byte> name, string label)
    {
        byte* small = stackalloc byte[512];
        fixed (byte* key = Terminated(name))
        {
            nint length = NativeXattrs.Get(file, key, small, 512);
            if (length >= 0)
                return new ReadOnlySpan<byte>(small, (int)length).ToArray();
            if (Errno.Last is Errno.NoData or Errno.NotSupported)
                return null;
            if (Errno.Last != Errno.Range)
                Errno.Throw(Errno.Last, "read an extended attribute of", label);
            byte[] large = new byte[ValueLimit];
            fixed (byte* start = large)
                length = NativeXattrs.Get(file, key, start, ValueLimit);
            if (length < 0)
                Errno.Throw(Errno.Last, "read an extended attribute of", label);
            return large[..(int)length];
        }
    }

    // A file system that has room for files may have none for large attributes: ext4 takes about 4 KiB of them for a file.
    private static OstreeException CannotSet(int errno, ReadOnlySpan<byte> name, int size, string label)
    {
        OstreeException fault = Errno.Fault(errno, $"set extended attribute {System.Text.Encoding.UTF8.GetString(name)} of", label);
        return errno is Errno.NoSpace or Errno.TooBig
            ? new OstreeException(OstreeFault.InsufficientSpace, $"{fault.Message} It has {size} bytes.", label, "Free space, or use a file system that takes attributes of that size, such as XFS.")
            : fault;
    }

    private delegate nint Getter(byte* name, byte* buffer, nuint size);

    private static List<KeyValuePair<byte[], byte[]>> Collect(ReadOnlySpan<byte> names, Getter getter, string label)
    {
        var result = new List<KeyValuePair<byte[], byte[]>>();
        byte[] value = System.Buffers.ArrayPool<byte>.Shared.Rent(ValueLimit);
        try
        {
            while (!names.IsEmpty)
            {
                int end = names.IndexOf((byte)0);
                byte[] name = names[..end].ToArray();
                nint length;
                fixed (byte* key = Terminated(name))
                fixed (byte* buffer = value)
                    length = getter(key, buffer, ValueLimit);
                // Upstream leaves out attributes without a value; their being there must not change a checksum.
                if (length > 0)
                    result.Add(new(name, value.AsSpan(0, (int)length).ToArray()));
                else if (length < 0 && Errno.Last != Errno.NoData)
                    Errno.Throw(Errno.Last, "read an extended attribute of", label);
                names = names[(end + 1)..];
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(value);
        }

        return result;
    }

    private static List<string> Split(ReadOnlySpan<byte> names)
    {
        var result = new List<string>();
        for (int end; !names.IsEmpty; names = names[(end + 1)..])
        {
            end = names.IndexOf((byte)0);
            result.Add(System.Text.Encoding.UTF8.GetString(names[..end]));
        }

        return result;
    }

    private static byte[] Terminated(ReadOnlySpan<byte> name)
    {
        byte[] result = new byte[name.Length + 1];
        name.CopyTo(result);
        return result;
    }

    // The kernel has no *at form for attributes of links; the descriptor's entry in /proc stands in for the directory.
    private static string ProcPath(DirectoryHandle directory, string name)
        => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.DangerousGetHandle()}/{name}");
}
