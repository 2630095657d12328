using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>
/// The staging directory that the next transaction would take over, looked at without taking it. One that a running transaction has
/// is not such; one that a transaction takes meanwhile stays readable, and what leaves it is in the repository by then.
/// </summary>
internal sealed class LeftStaging : IDisposable
{
    private readonly LooseStore _store;

    private LeftStaging(LooseStore store) => _store = store;

    /// <summary>The directory.</summary>
    internal DirectoryHandle Handle => _store.Directory.Handle;

    /// <summary>The objects in it.</summary>
    internal IObjectSource Objects => _store;

    /// <summary>Looks for it; null when a transaction would begin with an empty one.</summary>
    internal static LeftStaging? TryOpen(OstreeRepository repository)
    {
        using DirectoryHandle? temporary = repository.Root.TryOpenDirectory(RepositoryLayout.Temporary, out _);
        if (temporary is null)
            return null;
        foreach (DirectoryEntry entry in temporary.List())
        {
            if (!entry.Name.StartsWith(StagingArea.PrefixOfThisBoot, StringComparison.Ordinal)
                || NamedLock.IsLockFile(entry.Name)
                || IsHeld(temporary, entry.Name)
                || temporary.TryOpenDirectory(entry.Name, out _) is not { } directory)
            {
                continue;
            }

            return new LeftStaging(LooseStore.Create(new ObjectDirectory(directory, repository.Mode), syncEachObject: false, repository.Config.ZlibLevel, repository.Config.DisableXattrs));
        }

        return null;
    }

    public void Dispose() => _store.Dispose();

    // Whoever only asks must not hold the lock even for a moment: a transaction that begins in it would pass the directory over.
    private static bool IsHeld(DirectoryHandle temporary, string name)
    {
        using SafeFileHandle? file = temporary.TryOpenRead(NamedLock.FileOf(name), out int errno);
        return file is null ? errno != Errno.NoEntry : FileLock.IsHeldElsewhere(file);
    }
}
