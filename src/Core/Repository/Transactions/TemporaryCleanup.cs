using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>Clears <c>tmp</c> of what nobody uses any more: staging of other boots, and unknown files past <c>core.tmp-expiry-secs</c>.</summary>
internal static class TemporaryCleanup
{
    /// <summary>Cleans up.</summary>
    /// <param name="temporary">The directory <c>tmp</c>.</param>
    /// <param name="expiry">How old something unknown may get.</param>
    /// <param name="dropStaging">Also remove staging of this boot that nobody holds, because space is short.</param>
    internal static void Run(DirectoryHandle temporary, TimeSpan expiry, bool dropStaging)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string current = StagingArea.PrefixOfThisBoot;
        foreach (DirectoryEntry entry in temporary.List())
        {
            if (string.Equals(entry.Name, RepositoryLayout.Cache, StringComparison.Ordinal) || temporary.TryStat(entry.Name, out _) is not { } status)
                continue;
            if (status.IsDirectory && entry.Name.StartsWith(RepositoryLayout.StagingPrefix, StringComparison.Ordinal))
            {
                if (dropStaging || !entry.Name.StartsWith(current, StringComparison.Ordinal))
                    RemoveStaging(temporary, entry.Name);
            }
            else if (now - status.ModifiedSeconds > expiry.TotalSeconds)
            {
                TreeRemover.Remove(temporary, entry.Name);
            }
        }
    }

    private static void RemoveStaging(DirectoryHandle temporary, string name)
    {
        using NamedLock? held = NamedLock.TryAcquire(temporary, name);
        if (held is not null)
            TreeRemover.Remove(temporary, name);
    }
}
