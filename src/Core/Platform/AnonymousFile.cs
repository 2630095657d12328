using System.Globalization;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>A file without a name, which gets one when it is complete. Disposed before that, it never existed.</summary>
/// <remarks>Uses <c>O_TMPFILE</c> and <c>linkat</c>; where the file system lacks the first, a hidden temporary name.</remarks>
internal sealed class AnonymousFile : IDisposable
{
    private readonly DirectoryHandle _directory;
    private string? _temporaryName;

    private AnonymousFile(DirectoryHandle directory, SafeFileHandle handle, string? temporaryName)
    {
        _directory = directory;
        _temporaryName = temporaryName;
        Handle = handle;
    }

    internal SafeFileHandle Handle { get; }

    internal string Label => _directory.Child(_temporaryName ?? "(unnamed)");

    internal static AnonymousFile CreateIn(DirectoryHandle directory, uint mode = 0x1A4)
    {
        int flags = OpenFlags.TempFile | OpenFlags.ReadWrite | OpenFlags.CloseOnExec;
        int descriptor = NativeFiles.OpenAt(directory, ".", flags, mode);
        if (descriptor >= 0)
            return new AnonymousFile(directory, NativeFiles.ToHandle(descriptor), temporaryName: null);
        int errno = Errno.Last;
        if (errno is not (Errno.NotSupported or Errno.IsDirectory or Errno.NoEntry or Errno.Invalid))
            Errno.Throw(errno, "create a temporary file in", directory.Path);
        string name = TemporaryName.New();
        SafeFileHandle file = directory.Create(name, OpenFlags.ReadWrite | OpenFlags.Exclusive, mode);
        return new AnonymousFile(directory, file, name);
    }

    /// <summary>Gives the file a name that is not yet taken; returns false, and leaves the file unnamed, when it is.</summary>
    internal bool TryPublish(DirectoryHandle directory, string name)
    {
        if (_temporaryName is not null)
        {
            if (!_directory.TryRenameNew(_temporaryName, directory, name))
                return false;
            _temporaryName = null;
            return true;
        }

        int errno = LinkTo(directory, name);
        if (errno is not (0 or Errno.Exists))
            Errno.Throw(errno, "link into place", directory.Child(name));
        return errno == 0;
    }

    /// <summary>
    /// Gives the file a name, replacing in one step what had it before. On the way it has a temporary name, in the directory where
    /// it was created: a process that is killed in between leaves it there.
    /// </summary>
    internal void PublishOver(DirectoryHandle directory, string name)
    {
        if (_temporaryName is null)
        {
            string temporary = TemporaryName.New();
            while (!TryPublish(_directory, temporary))
                temporary = TemporaryName.New();
            try
            {
                _directory.Rename(temporary, directory, name);
            }
            catch (OstreeException)
            {
                _directory.Unlink(temporary);
                throw;
            }

            return;
        }

        _directory.Rename(_temporaryName, directory, name);
        _temporaryName = null;
    }

    // Linking by the descriptor alone is faster than by its name in /proc, but older kernels want root's capability for it.
    private int LinkTo(DirectoryHandle directory, string name)
    {
        if (ProcessIdentity.IsRoot)
        {
            if (NativeFiles.Link(Handle, string.Empty, directory, name, OpenFlags.AtEmptyPath) == 0)
                return 0;
            int errno = Errno.Last;
            if (errno is not (Errno.NoEntry or Errno.Invalid or Errno.NotPermitted))
                return errno;
        }

        string self = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Handle.DangerousGetHandle()}");
        return NativeFiles.Link(directory, self, directory, name, OpenFlags.AtSymlinkFollow) == 0 ? 0 : Errno.Last;
    }

    public void Dispose()
    {
        Handle.Dispose();
        if (_temporaryName is not null)
            _directory.Unlink(_temporaryName);
    }
}
