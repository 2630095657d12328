using Microsoft.Win32.SafeHandles;

namespace OstreePS.Core.Platform;

/// <summary>An open directory. Everything in it is reached by name relative to it, never by a long path.</summary>
internal sealed unsafe class DirectoryHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private const uint StatxBasic = 0x7FF;
    private const int StatxSize = 256;
    private readonly DirectoryHandle? _parent;
    private readonly string _name;
    private string? _path;
    private bool _listed;

    private DirectoryHandle(int descriptor, DirectoryHandle? parent, string name)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
        _parent = parent;
        _name = name;
    }

    /// <summary>Where the directory was when it was opened; for messages.</summary>
    internal string Path => _path ??= _parent is null ? _name : $"{_parent.Path.TrimEnd('/')}/{_name}";

    /// <summary>Where the directory is now, without symbolic links on the way.</summary>
    internal string RealPath => new FileInfo($"/proc/self/fd/{handle}").LinkTarget ?? Path;

    internal static DirectoryHandle Open(string path)
        => TryOpen(path, out int errno) ?? throw Errno.Fault(errno, "open directory", path);

    internal static DirectoryHandle? TryOpen(string path, out int errno)
    {
        int descriptor = NativeFiles.Open(path, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.CloseOnExec, 0);
        errno = descriptor < 0 ? Errno.Last : 0;
        return descriptor < 0 ? null : new DirectoryHandle(descriptor, parent: null, path);
    }

    internal DirectoryHandle OpenDirectory(string name)
        => TryOpenDirectory(name, out int errno) ?? throw Errno.Fault(errno, "open directory", Child(name));

    internal DirectoryHandle? TryOpenDirectory(string name, out int errno)
    {
        int flags = OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow | OpenFlags.CloseOnExec;
        int descriptor = NativeFiles.OpenAt(this, name, flags, 0);
        errno = descriptor < 0 ? Errno.Last : 0;
        return descriptor < 0 ? null : new DirectoryHandle(descriptor, this, name);
    }

    /// <summary>Opens a directory below this one, through symbolic links as long as they do not lead out of it; null where that cannot be.</summary>
    internal DirectoryHandle? TryOpenBeneath(string path)
    {
        const nint OpenAt2 = 437;
        const ulong ResolveBeneath = 0x08;
        const ulong NoMagicLinks = 0x02;
        ulong* how = stackalloc ulong[3];
        how[0] = (ulong)(OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.CloseOnExec);
        how[1] = 0;
        how[2] = ResolveBeneath | NoMagicLinks;
        nint descriptor = NativeFiles.OpenAt2(OpenAt2, this, path, how, 3 * sizeof(ulong));
        return descriptor < 0 ? null : new DirectoryHandle((int)descriptor, this, path);
    }

    /// <summary>Opens a regular file for reading without following a link.</summary>
    internal SafeFileHandle OpenRead(string name)
        => TryOpenRead(name, out int errno) ?? throw Errno.Fault(errno, "open", Child(name));

    internal SafeFileHandle? TryOpenRead(string name, out int errno)
    {
        int flags = OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.CloseOnExec | OpenFlags.NoTerminal | OpenFlags.NonBlocking;
        int descriptor = NativeFiles.OpenAt(this, name, flags, 0);
        errno = descriptor < 0 ? Errno.Last : 0;
        return descriptor < 0 ? null : NativeFiles.ToHandle(descriptor);
    }

    /// <summary>Reads a small file, following a link to it; never waits for a fifo.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <exception cref="Diagnostics.OstreeException">A fault of the file system, or <see cref="Diagnostics.OstreeFault.NotSupported"/> for anything but a regular file of that size.</exception>
    internal byte[] ReadSmallFile(string name, int limit)
    {
        int descriptor = NativeFiles.OpenAt(this, name, OpenFlags.ReadOnly | OpenFlags.CloseOnExec | OpenFlags.NoTerminal | OpenFlags.NonBlocking, 0);
        if (descriptor < 0)
            Errno.Throw(Errno.Last, "open", Child(name));
        using SafeFileHandle file = NativeFiles.ToHandle(descriptor);
        FileStatus status = file.Stat(Child(name));
        if (!status.IsRegular || status.Size > limit)
            throw new Diagnostics.OstreeException(Diagnostics.OstreeFault.NotSupported, $"'{Child(name)}' is not a regular file of at most {limit} bytes.", Child(name), "Restore the file.");
        byte[] bytes = new byte[status.Size];
        return bytes[..file.ReadFully(bytes, Child(name))];
    }

    /// <summary>Opens what has a name for writing, from its start, through links.</summary>
    internal SafeFileHandle OpenWrite(string name)
    {
        int descriptor = NativeFiles.OpenAt(this, name, OpenFlags.WriteOnly | OpenFlags.Truncate | OpenFlags.CloseOnExec | OpenFlags.NoTerminal, 0);
        if (descriptor < 0)
            Errno.Throw(Errno.Last, "open", Child(name));
        return NativeFiles.ToHandle(descriptor);
    }

    internal SafeFileHandle Create(string name, int flags, uint mode)
    {
        int descriptor = NativeFiles.OpenAt(this, name, flags | OpenFlags.Create | OpenFlags.CloseOnExec | OpenFlags.NoTerminal, mode);
        if (descriptor < 0)
            Errno.Throw(Errno.Last, "create", Child(name));
        return NativeFiles.ToHandle(descriptor);
    }

    internal FileStatus Stat(string name)
        => TryStat(name, out int errno) ?? throw Errno.Fault(errno, "look at", Child(name));

    internal FileStatus? TryStat(string name, out int errno)
    {
        byte* raw = stackalloc byte[StatxSize];
        int flags = OpenFlags.AtSymlinkNoFollow | (name.Length == 0 ? OpenFlags.AtEmptyPath : 0);
        errno = NativeFiles.Statx(this, name, flags, StatxBasic, raw) < 0 ? Errno.Last : 0;
        return errno != 0 ? null : FileStatus.Parse(new ReadOnlySpan<byte>(raw, StatxSize));
    }

    /// <summary>The status of the directory itself.</summary>
    internal FileStatus Stat() => Stat(string.Empty);

    internal bool Exists(string name)
    {
        if (NativeFiles.Access(this, name, mode: 0, OpenFlags.AtSymlinkNoFollow) == 0)
            return true;
        int errno = Errno.Last;
        return errno is Errno.NoEntry or Errno.NotDirectory ? false : throw Errno.Fault(errno, "look at", Child(name));
    }

    internal bool IsWritable(string name = ".") => NativeFiles.Access(this, name, mode: 2, 0) == 0;

    /// <summary>Makes a directory; returns false when something of that name is there already.</summary>
    internal bool CreateDirectory(string name, uint mode = 0x1FF)
    {
        if (NativeFiles.MakeDirectory(this, name, mode) == 0)
            return true;
        int errno = Errno.Last;
        return errno == Errno.Exists ? false : throw Errno.Fault(errno, "create directory", Child(name));
    }

    /// <summary>Makes a symbolic link; returns false when something of that name is there already.</summary>
    internal bool TryCreateSymlink(string target, string name)
    {
        if (NativeFiles.Symlink(target, this, name) == 0)
            return true;
        int errno = Errno.Last;
        return errno == Errno.Exists ? false : throw Errno.Fault(errno, "create symbolic link", Child(name));
    }

    internal void CreateSymlink(string target, string name)
    {
        if (NativeFiles.Symlink(target, this, name) < 0)
            Errno.Throw(Errno.Last, "create symbolic link", Child(name));
    }

    /// <summary>Makes the character device 0:0 that overlayfs takes for a whiteout; returns false when something of that name is there already.</summary>
    internal bool TryCreateWhiteout(string name, uint permissions)
    {
        if (NativeFiles.MakeNode(this, name, FileStatus.CharacterDeviceType | (permissions & 0xFFF), 0) == 0)
            return true;
        int errno = Errno.Last;
        return errno == Errno.Exists ? false : throw Errno.Fault(errno, "create whiteout", Child(name));
    }

    internal string ReadLink(string name)
    {
        const int Limit = 4096;
        byte* buffer = stackalloc byte[Limit];
        nint length = NativeFiles.ReadLink(this, name, buffer, Limit);
        if (length < 0)
            Errno.Throw(Errno.Last, "read symbolic link", Child(name));
        return StrictUtf8.DecodeName(new ReadOnlySpan<byte>(buffer, (int)length), Child(name) + " ->");
    }

    /// <summary>Removes a file; returns false when it was not there.</summary>
    internal bool Unlink(string name)
    {
        if (NativeFiles.Unlink(this, name, 0) == 0)
            return true;
        int errno = Errno.Last;
        return errno == Errno.NoEntry ? false : throw Errno.Fault(errno, "remove", Child(name));
    }

    internal bool RemoveDirectory(string name)
    {
        if (NativeFiles.Unlink(this, name, OpenFlags.AtRemoveDirectory) == 0)
            return true;
        int errno = Errno.Last;
        return errno is Errno.NoEntry or Errno.NotEmpty or Errno.Exists ? false : throw Errno.Fault(errno, "remove directory", Child(name));
    }

    internal void Rename(string name, DirectoryHandle toDirectory, string newName)
    {
        if (NativeFiles.Rename(this, name, toDirectory, newName, flags: 0) < 0)
            Errno.Throw(Errno.Last, "move into place", toDirectory.Child(newName));
    }

    /// <summary>Renames unless the new name is taken; returns false when it is.</summary>
    internal bool TryRenameNew(string name, DirectoryHandle toDirectory, string newName)
    {
        const uint NoReplace = 1;
        if (NativeFiles.Rename(this, name, toDirectory, newName, NoReplace) == 0)
            return true;
        int errno = Errno.Last;
        if (errno == Errno.Exists)
            return false;
        if (errno is not (Errno.Invalid or Errno.NotImplemented))
            Errno.Throw(errno, "move into place", toDirectory.Child(newName));
        if (toDirectory.Exists(newName))
            return false;
        Rename(name, toDirectory, newName);
        return true;
    }

    /// <summary>Makes a hard link; returns the error number, 0 for success.</summary>
    internal int TryLink(string name, DirectoryHandle toDirectory, string newName)
        => NativeFiles.Link(this, name, toDirectory, newName, 0) == 0 ? 0 : Errno.Last;

    internal void ChangeOwner(string name, uint uid, uint gid)
    {
        int flags = OpenFlags.AtSymlinkNoFollow | (name.Length == 0 ? OpenFlags.AtEmptyPath : 0);
        if (NativeFiles.ChangeOwner(this, name, uid, gid, flags) < 0)
            Errno.Throw(Errno.Last, "change the owner of", Child(name));
    }

    internal void ChangeMode(uint mode)
    {
        if (NativeFiles.ChangeMode(this, mode & 0xFFF) < 0)
            Errno.Throw(Errno.Last, "change the mode of", Path);
    }

    /// <summary>Changes the mode of an entry that is known not to be a symbolic link.</summary>
    internal void ChangeMode(string name, uint mode)
    {
        if (NativeFiles.ChangeMode(this, name, mode & 0xFFF, 0) < 0)
            Errno.Throw(Errno.Last, "change the mode of", Child(name));
    }

    /// <summary>Sets the modification time of an entry (of the directory itself for an empty name) in Unix seconds; links are not followed.</summary>
    internal void SetModified(string name, long seconds)
    {
        long* times = stackalloc long[4];
        FileTimes.Fill(times, seconds);
        int failed = name.Length == 0
            ? NativeFiles.SetTimes(this, times)
            : NativeFiles.SetTimes(this, name, times, OpenFlags.AtSymlinkNoFollow);
        if (failed < 0)
            Errno.Throw(Errno.Last, "set the time of", Child(name));
    }

    internal void Touch()
    {
        if (NativeFiles.SetTimes(this, times: null) < 0)
            Errno.Throw(Errno.Last, "set the time of", Path);
    }

    internal void Sync()
    {
        if (NativeFiles.Sync(this) < 0)
            Errno.Throw(Errno.Last, "sync", Path);
    }

    internal void SyncFileSystem()
    {
        if (NativeFiles.SyncFileSystem(this) < 0)
            Errno.Throw(Errno.Last, "sync the file system of", Path);
    }

    /// <summary>Lists the names in the directory, from its start, in the order of the file system, without <c>.</c> and <c>..</c>.</summary>
    internal List<DirectoryEntry> List()
    {
        var entries = new List<DirectoryEntry>();
        Read(records => Collect(records, entries));
        return entries;
    }

    /// <summary>Lists the names alone, those of them that end in a way. A list of strings is compiled ahead, one of our own values is not.</summary>
    internal List<string> ListNames(byte[] suffix)
    {
        var names = new List<string>();
        Read(records => CollectNames(records, suffix, names));
        return names;
    }

    private void Read(RecordReader take)
    {
        if (_listed && NativeFiles.Seek(this, 0, 0) < 0)
            Errno.Throw(Errno.Last, "list", Path);
        _listed = true;
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            fixed (byte* raw = buffer)
            {
                while (true)
                {
                    nint length = NativeFiles.GetDirectoryEntries(this, raw, (nuint)buffer.Length);
                    if (length < 0)
                        Errno.Throw(Errno.Last, "list", Path);
                    if (length == 0)
                        return;
                    take(buffer.AsSpan(0, (int)length));
                }
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal string Child(string name) => name.Length == 0 ? Path : $"{Path.TrimEnd('/')}/{name}";

    protected override bool ReleaseHandle() => NativeFiles.Close(handle) == 0;

    private delegate void RecordReader(ReadOnlySpan<byte> records);

    private void Collect(ReadOnlySpan<byte> records, List<DirectoryEntry> entries)
    {
        for (; !records.IsEmpty; records = records[LengthOf(records)..])
        {
            ReadOnlySpan<byte> name = NameOf(records);
            if (!IsDots(name))
                entries.Add(new DirectoryEntry(StrictUtf8.DecodeName(name, Path), (DirectoryEntryType)records[18]));
        }
    }

    private void CollectNames(ReadOnlySpan<byte> records, ReadOnlySpan<byte> suffix, List<string> names)
    {
        for (; !records.IsEmpty; records = records[LengthOf(records)..])
        {
            ReadOnlySpan<byte> name = NameOf(records);
            if (name.EndsWith(suffix) && !IsDots(name))
                names.Add(StrictUtf8.DecodeName(name, Path));
        }
    }

    // struct linux_dirent64: u64 inode, i64 offset, u16 record length, u8 type, then the name and a NUL.
    private static int LengthOf(ReadOnlySpan<byte> record) => BitConverter.ToUInt16(record[16..]);

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> name = record[19..LengthOf(record)];
        return name[..name.IndexOf((byte)0)];
    }

    private static bool IsDots(ReadOnlySpan<byte> name) => name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);
}
