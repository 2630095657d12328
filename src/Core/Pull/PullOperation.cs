using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Planning;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Pull;

/// <summary>
/// One pull, whatever it comes from: objects first, then commits, then refs, all visible together. When it is cut, the objects
/// that were complete wait in the staging directory for the next pull.
/// </summary>
internal sealed class PullOperation(OstreeRepository target, PullOptions options, IOperationObserver observer)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Runs it.</summary>
    /// <param name="source">What to pull from.</param>
    /// <param name="refs">The refs, and the commit that each names at the source.</param>
    /// <param name="gates">Who decides on commits, besides bindings and times, which are looked at here.</param>
    /// <param name="collectionId">The collection of the source; null when none is known.</param>
    /// <param name="stop">Ends it.</param>
    internal async Task<PullResult> RunAsync(IPullSource source, IReadOnlyList<(PullRef Ref, Checksum Commit)> refs, IReadOnlyList<ICommitGate> gates, string? collectionId, CancellationToken stop)
    {
        options.RequireSense(target.Path);
        Dictionary<RefAddress, Checksum?> before = options.Present(target, refs);
        var completed = new CompletedCommits(target);
        using Transaction? own = options.Transaction is null ? Transaction.Begin(target, options.Fsync, options.PerObjectFsync, keepStaged: true, stop) : null;
        Transaction transaction = own ?? options.Transaction!;
        var progress = new ProgressCounter(observer, "Pulling");
        var sink = new PullTarget(transaction, options.BareUserOnlyFiles, progress);
        var runner = new PullRunner(source, new StoringSink(source, sink, observer), options.Plan(refs), CommitGates.Of(target, options, gates, before, collectionId), completed);
        await runner.RunAsync(stop).ConfigureAwait(false);
        progress.Report(current: null);

        bool leftOut = options.CommitMetadataOnly || !PullScope.Of(options.Subpaths).IsAll;
        List<PulledCommit> partial = [.. runner.Commits.Where(commit => leftOut && !completed.Contains(commit.Checksum))];
        foreach (PulledCommit commit in partial)
            target.CommitStates.MarkPartial(commit.Checksum);
        foreach (PulledCommit commit in runner.Commits)
        {
            var name = new ObjectName(commit.Checksum, ObjectType.Commit);
            if (!source.TryLinkMetadata(name, sink))
                transaction.WriteMetadataAs(name, commit.Bytes);
            if (commit.Detached is { } detached)
                transaction.WriteDetachedMetadata(commit.Checksum, detached);
        }

        foreach ((PullRef wanted, Checksum commit) in refs)
            transaction.SetRef(options.AddressOf(wanted), commit);
        transaction.Afterwards(() =>
        {
            foreach (PulledCommit commit in runner.Commits.Except(partial))
                target.CommitStates.Clear(commit.Checksum);
        });
        own?.Commit();
        return new PullResult
        {
            Repository = target.Path,
            Source = source.Label,
            Refs = [.. refs.Select(pair => new PulledRef(options.AddressOf(pair.Ref), before[options.AddressOf(pair.Ref)], pair.Commit))],
            Commits = [.. runner.Commits.Select(commit => commit.Checksum)],
            Metadata = sink.Metadata,
            ContentLinked = sink.Linked,
            ContentFetched = sink.Fetched,
            Bytes = sink.Bytes,
            Elapsed = Stopwatch.GetElapsedTime(_started),
        };
    }
}
