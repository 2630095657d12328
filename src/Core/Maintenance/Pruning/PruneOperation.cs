using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>
/// Plans a prune and carries it out, under the exclusive lock. Commits go first, each with its tombstone written before, and are
/// gone from the disk before anything that they need goes: wherever the work is cut off, every commit that is left is whole.
/// </summary>
public static class PruneOperation
{
    /// <summary>Plans without changing anything, under the shared lock, also in a repository that cannot be written.</summary>
    /// <exception cref="OstreeException">As <see cref="RunAsync"/>.</exception>
    public static PrunePlan Plan(OstreeRepository repository, PruneOptions options, CancellationToken stop)
    {
        using IDisposable held = repository.Lock.Acquire(exclusive: false, stop);
        return PrunePlanner.Plan(repository, options, stop);
    }

    /// <summary>As <see cref="Plan"/>, with what a prune would report.</summary>
    /// <exception cref="OstreeException">As <see cref="RunAsync"/>.</exception>
    public static async Task<PruneResult> TryOutAsync(OstreeRepository repository, PruneOptions options, Func<PrunePlan, Task> show, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        PrunePlan plan = Plan(repository, options, stop);
        await show(plan);
        return PruneResult.Of(plan, isPlan: true, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Plans, asks, and carries out.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">What to keep.</param>
    /// <param name="approve">Sees the plan and says whether to go on. The lock is held meanwhile.</param>
    /// <param name="observer">Hears how far it has come.</param>
    /// <param name="stop">Ends the work between two objects; what is left is whole, and another prune removes the rest.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryLocked"/>, <see cref="OstreeFault.RepositoryReadOnly"/>,
    /// <see cref="OstreeFault.CommitReferenced"/>, <see cref="OstreeFault.RetentionTooStrict"/>, or a fault of an object that has to be read.</exception>
    public static async Task<PruneResult> RunAsync(
        OstreeRepository repository, PruneOptions options, Func<PrunePlan, Task<bool>> approve, IOperationObserver observer, CancellationToken stop)
    {
        repository.RequireWritable();
        long start = Stopwatch.GetTimestamp();
        using IDisposable held = repository.Lock.Acquire(exclusive: true, stop);
        PrunePlan plan = PrunePlanner.Plan(repository, options, stop);
        bool approved = await approve(plan);
        if (approved)
            CarryOut(repository, plan, observer, stop);
        return PruneResult.Of(plan, !approved, Stopwatch.GetElapsedTime(start));
    }

    private static void CarryOut(OstreeRepository repository, PrunePlan plan, IOperationObserver observer, CancellationToken stop)
    {
        var progress = new ProgressCounter(observer, $"Pruning {repository.Path}", plan.Objects.Count, plan.Bytes);
        bool byName = plan.DeletedByName is not null;
        if (byName)
            Tombstone.Enable(repository);
        DeleteCommits(repository, plan, byName || repository.Config.TombstoneCommits, progress, stop);
        var others = plan.Objects.Where(item => item.Name.Type != ObjectType.Commit).Concat(plan.Attributes);
        Workers.ForEach(others, item => Delete(repository, item, progress), stop);
        foreach (string delta in plan.Deltas)
        {
            stop.ThrowIfCancellationRequested();
            RemoveBelow(repository, delta);
        }

        RemoveCached(repository, plan.Cached, stop);
        RemoveForgottenSummaries(repository);
    }

    private static void RemoveCached(OstreeRepository repository, IReadOnlyList<PrunedObject> unused, CancellationToken stop)
    {
        using var cache = new UncompressedCache(repository.Root, RepositoryLayout.UncompressedCache, sync: false);
        foreach (PrunedObject item in unused)
        {
            stop.ThrowIfCancellationRequested();
            if (cache.TryOpen() is { } directory)
                directory.Handle.Unlink(directory.PathOf(item.Name));
        }
    }

    private static void DeleteCommits(OstreeRepository repository, PrunePlan plan, bool tombstones, ProgressCounter progress, CancellationToken stop)
    {
        var commits = plan.Objects.Where(item => item.Name.Type == ObjectType.Commit).ToList();
        if (commits.Count == 0)
            return;
        foreach (PrunedObject item in commits)
        {
            stop.ThrowIfCancellationRequested();
            if (tombstones)
                Tombstone.Write(repository, item.Name.Checksum);
            Delete(repository, item, progress);
            repository.Store.Delete(item.Name with { Type = ObjectType.CommitMeta });
        }

        if (repository.Config.Fsync)
            repository.Store.Directory.Handle.SyncFileSystem();

        // A mark outlives its commit: without it, a commit that a crash brings back would count as complete.
        foreach (PrunedObject item in commits)
            repository.CommitStates.Clear(item.Name.Checksum);
    }

    private static void Delete(OstreeRepository repository, in PrunedObject item, ProgressCounter progress)
    {
        repository.Store.Delete(item.Name);
        progress.CountItem();
        progress.CountBytes(item.Size);
    }

    private static void RemoveBelow(OstreeRepository repository, string path)
    {
        int slash = path.LastIndexOf('/');
        using DirectoryHandle? folder = repository.Root.TryOpenDirectory(path[..slash], out _);
        if (folder is not null)
            TreeRemover.Remove(folder, path[(slash + 1)..]);
    }

    // Copies of summaries of remotes that are configured no more. Where the system configures remotes as well, those of the file are not all.
    private static void RemoveForgottenSummaries(OstreeRepository repository)
    {
        const string Signature = ".sig";
        if (repository.Config.AddRemotesConfigDir)
            return;
        using DirectoryHandle? cache = repository.Root.TryOpenDirectory(RepositoryLayout.SummaryCache, out _);
        if (cache is null)
            return;
        IReadOnlyCollection<string> remotes = repository.Config.RemoteNames;
        foreach (DirectoryEntry entry in cache.List())
        {
            string remote = entry.Name.EndsWith(Signature, StringComparison.Ordinal) ? entry.Name[..^Signature.Length] : entry.Name;
            if (!remotes.Contains(remote, StringComparer.Ordinal))
                cache.Unlink(entry.Name);
        }
    }
}
