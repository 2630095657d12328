using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Staging directories that no transaction uses any more.</summary>
internal static class LeftoverStaging
{
    /// <summary>Their paths, relative to the repository.</summary>
    internal static IReadOnlyList<string> Find(OstreeRepository repository)
    {
        using DirectoryHandle? temporary = repository.Root.TryOpenDirectory(RepositoryLayout.Temporary, out int errno);
        if (temporary is null)
            return errno == Errno.NoEntry ? [] : throw Errno.Fault(errno, "open directory", repository.Root.Child(RepositoryLayout.Temporary));
        var found = new List<string>();
        foreach (DirectoryEntry entry in temporary.List())
        {
            if (entry.Name.StartsWith(RepositoryLayout.StagingPrefix, StringComparison.Ordinal)
                && !NamedLock.IsLockFile(entry.Name)
                && !IsInUse(repository, temporary, entry.Name))
            {
                found.Add($"{RepositoryLayout.Temporary}/{entry.Name}");
            }
        }

        return found;
    }

    // Where nothing can be written no lock can be tried; then a lock file says that someone may hold it.
    private static bool IsInUse(OstreeRepository repository, DirectoryHandle temporary, string name)
    {
        if (!repository.IsWritable || !temporary.IsWritable())
            return temporary.Exists(NamedLock.FileOf(name));
        using NamedLock? held = NamedLock.TryAcquire(temporary, name);
        return held is null;
    }
}
