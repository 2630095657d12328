using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A directory of loose objects: a repository's <c>objects</c>, or a transaction's staging directory.</summary>
internal sealed class ObjectDirectory(DirectoryHandle handle, RepositoryMode mode) : IDisposable
{
    private readonly bool[] _prefixExists = new bool[ObjectLayout.PrefixCount];

    internal DirectoryHandle Handle { get; } = handle;

    internal RepositoryMode Mode { get; } = mode;

    internal bool Exists(in ObjectName name) => Handle.Exists(PathOf(name));

    internal FileStatus? TryStat(in ObjectName name)
    {
        FileStatus? status = Handle.TryStat(PathOf(name), out int errno);
        return errno is 0 or Errno.NoEntry ? status : throw Errno.Fault(errno, "look at", LabelOf(name));
    }

    /// <summary>Opens an object's file for reading; null when it cannot be: ENOENT when it is absent, ELOOP for a symbolic link, ENXIO for a socket.</summary>
    internal SafeFileHandle? TryOpen(in ObjectName name, out int errno)
    {
        SafeFileHandle? file = Handle.TryOpenRead(PathOf(name), out errno);
        return errno is 0 or Errno.NoEntry or Errno.Loop or Errno.NoSuchDevice ? file : throw Errno.Fault(errno, "open", LabelOf(name));
    }

    /// <summary>Opens an object that must be a regular file; null when it is absent.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> for anything else of that name.</exception>
    internal SafeFileHandle? TryOpenRegular(in ObjectName name, out FileStatus status)
    {
        status = default;
        SafeFileHandle? file = TryOpen(name, out int errno);
        if (file is null && errno == Errno.NoEntry)
            return null;
        string label = LabelOf(name);
        if (file is not null)
        {
            status = file.Stat(label);
            if (status.IsRegular)
                return file;
            file.Dispose();
        }

        throw new OstreeException(
            OstreeFault.CorruptObject,
            $"{label} is not a regular file, as an object must be.",
            label,
            "The repository is damaged: remove what lies there, and fetch the object again.");
    }

    internal string PathOf(in ObjectName name) => ObjectLayout.PathOf(name, Mode);

    internal string LabelOf(in ObjectName name) => Handle.Child(PathOf(name));

    /// <summary>Makes the two-digit directory of a checksum where it is missing. Safe from several threads.</summary>
    internal void EnsurePrefix(in Checksum checksum)
    {
        int index = checksum.AsSpan()[0];
        if (Volatile.Read(ref _prefixExists[index]))
            return;
        Handle.CreateDirectory(ObjectLayout.PrefixOf(index));
        Volatile.Write(ref _prefixExists[index], true);
    }

    /// <summary>Gives a finished file its object's name; false when the object is there already.</summary>
    internal bool Publish(AnonymousFile file, in ObjectName name)
    {
        EnsurePrefix(name.Checksum);
        return file.TryPublish(Handle, PathOf(name));
    }

    public void Dispose() => Handle.Dispose();
}
