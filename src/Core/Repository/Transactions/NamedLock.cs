using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>An exclusive lock on a directory in <c>tmp</c>, held on the file <c>NAME-lock</c> beside it, which goes away with the lock.</summary>
internal sealed class NamedLock : IDisposable
{
    private const string Suffix = "-lock";
    private readonly DirectoryHandle _directory;
    private readonly SafeFileHandle _file;

    private NamedLock(DirectoryHandle directory, SafeFileHandle file, string name)
    {
        _directory = directory;
        _file = file;
        Name = name;
    }

    private string Name { get; }

    /// <summary>The name of the file on which a directory's lock is held.</summary>
    internal static string FileOf(string name) => name + Suffix;

    internal static bool IsLockFile(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Tries to lock a directory; null when another process has it, or when the directory is gone.</summary>
    internal static NamedLock? TryAcquire(DirectoryHandle directory, string name)
    {
        string lockName = name + Suffix;
        while (true)
        {
            SafeFileHandle file = directory.Create(lockName, OpenFlags.ReadWrite | OpenFlags.NoFollow, RepositoryLayout.LockMode);
            if (!FileLock.TryAcquire(file, exclusive: true, directory.Child(lockName)))
            {
                file.Dispose();
                return null;
            }

            // Who held it before us may have removed the file; then what we locked is not what others will find.
            FileStatus ours = file.Stat(lockName);
            if (directory.TryStat(lockName, out _) is { } theirs && theirs.Inode == ours.Inode)
            {
                var result = new NamedLock(directory, file, lockName);
                if (directory.TryStat(name, out _) is { IsDirectory: true })
                    return result;
                result.Dispose();
                return null;
            }

            file.Dispose();
        }
    }

    public void Dispose()
    {
        if (!_file.IsClosed)
            _directory.Unlink(Name);
        _file.Dispose();
    }
}
