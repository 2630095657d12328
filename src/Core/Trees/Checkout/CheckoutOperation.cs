using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Checks out a commit, or a part of one, into a directory.</summary>
/// <remarks>
/// Directories are closed to others until they are complete. A checkout that fails takes away the destination when it has
/// made it; where it went into an existing directory, what it has placed so far stays there, each file complete.
/// </remarks>
public static class CheckoutOperation
{
    /// <summary>Checks out a commit.</summary>
    /// <param name="repository">Where the commit is.</param>
    /// <param name="commit">Its checksum.</param>
    /// <param name="destination">Where to; the directory above must exist.</param>
    /// <param name="options">How.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CheckoutConflict"/>, <see cref="OstreeFault.PathNotInCommit"/>,
    /// <see cref="OstreeFault.InvalidOption"/>, <see cref="OstreeFault.NotSupported"/> where hard links are required and cannot be,
    /// or a fault of an object or the file system.</exception>
    public static Task<CheckoutResult> RunAsync(OstreeRepository repository, Checksum commit, string destination, CheckoutOptions options, IOperationObserver observer, CancellationToken stop)
        => Task.Run(() => Run(repository, commit, Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination)), options, observer, stop), stop);

    private static CheckoutResult Run(OstreeRepository repository, in Checksum commit, string path, CheckoutOptions options, IOperationObserver observer, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        CommitTree tree = CommitTree.Open(repository, commit);
        TreeItem? target = options.Subpath is { } subpath ? tree.TryFind(subpath) : tree.GetRoot();
        if (target is { MetaChecksum: null } && options.SelinuxPolicy is not null)
            options = options with { SelinuxPrefix = options.SelinuxPrefix ?? Path.GetDirectoryName(target.Path) };
        options.SelinuxPolicy?.WarnIfOff(observer);
        var policy = new CheckoutPolicy(options, repository.Mode, repository.Config.DisableXattrs);
        CheckoutCounters counters = new();
        if (target is not null)
            counters = Run(repository, target, path, policy, options, observer, stop);
        else if (!options.AllowMissingSubpath)
            throw NotThere(commit, options.Subpath);
        return new CheckoutResult
        {
            Commit = commit,
            Destination = path,
            Subpath = target?.Path ?? options.Subpath ?? "/",
            Files = counters.Linked + counters.Copied,
            Linked = counters.Linked,
            Copied = counters.Copied,
            Symlinks = counters.Symlinks,
            Directories = counters.Directories,
            Kept = counters.Kept,
            Whiteouts = counters.Whiteouts,
            Bytes = counters.Bytes,
            Duration = Stopwatch.GetElapsedTime(start),
            Repository = repository.Path,
        };
    }

    private static CheckoutCounters Run(OstreeRepository repository, TreeItem target, string path, CheckoutPolicy policy, CheckoutOptions options, IOperationObserver observer, CancellationToken stop)
    {
        var progress = new ProgressCounter(observer, $"Checking out {path}");
        LinkSource[] sources = LinkSource.ChainOf(repository, options, policy);
        try
        {
            var context = new CheckoutContext(repository, policy, sources, progress, stop);
            CheckoutCounters counters = target.MetaChecksum is { } meta
                ? PlaceDirectory(context, target.Checksum, meta, path, options.Fsync is true, observer)
                : PlaceFile(context, target, path, options.Fsync is true, observer);
            progress.Report(current: null);
            return counters;
        }
        finally
        {
            foreach (LinkSource source in sources)
                source.Dispose();
        }
    }

    private static CheckoutCounters PlaceDirectory(CheckoutContext context, in Checksum content, in Checksum metaChecksum, string path, bool sync, IOperationObserver observer)
    {
        DirMeta meta = context.Repository.Objects.LoadDirMeta(metaChecksum);
        if (context.Selection.SkipsDirectory(string.Empty, content, () => meta))
            return new CheckoutCounters();
        DirTree tree = context.Repository.Objects.LoadDirTree(content);
        using Destination destination = Destination.Enter(path, context.Policy, context.Policy.IsOpaque(tree));
        try
        {
            CheckoutCounters counters = new TreeCheckout(context).Run(destination.Directory, tree, destination.IsNew ? meta : null);
            Sync(path, sync);
            return counters;
        }
        catch
        {
            destination.Withdraw(observer);
            throw;
        }
    }

    private static CheckoutCounters PlaceFile(CheckoutContext context, TreeItem target, string path, bool sync, IOperationObserver observer)
    {
        using Destination destination = Destination.EnterForFile(path);
        try
        {
            var worker = new FileCheckout(context);
            worker.Place(destination.Directory, target.Name, target.Checksum, string.Empty);
            Sync(path, sync);
            return worker.Counters;
        }
        catch
        {
            destination.Withdraw(observer);
            throw;
        }
    }

    private static void Sync(string path, bool wanted)
    {
        if (!wanted)
            return;
        using DirectoryHandle directory = DirectoryHandle.Open(path);
        directory.SyncFileSystem();
    }

    private static OstreeException NotThere(in Checksum commit, string? subpath) => new(
        OstreeFault.PathNotInCommit,
        $"There is no '{subpath}' in commit {commit}.",
        subpath,
        "Get-OstreeChildItem lists what the commit has; with -AllowNoent a missing path is no fault.");
}
