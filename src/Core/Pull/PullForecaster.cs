using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Pull;

/// <summary>Finds out what one pull would do, with the same plan and the same gates, and stores nothing.</summary>
internal sealed class PullForecaster(OstreeRepository target, PullOptions options, IOperationObserver observer)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Finds out.</summary>
    /// <param name="source">What would be pulled from.</param>
    /// <param name="refs">The refs, and the commit that each names at the source.</param>
    /// <param name="gates">Who decides on commits, besides bindings and times.</param>
    /// <param name="collectionId">The collection of the source; null when none is known.</param>
    /// <param name="stop">Ends it.</param>
    internal async Task<PullForecast> RunAsync(IPullSource source, IReadOnlyList<(PullRef Ref, Checksum Commit)> refs, IReadOnlyList<ICommitGate> gates, string? collectionId, CancellationToken stop)
    {
        options.RequireSense(target.Path);
        Dictionary<RefAddress, Checksum?> before = options.Present(target, refs);
        var completed = new CompletedCommits(target);
        var progress = new ProgressCounter(observer, "Looking at what a pull would bring");
        using LeftStaging? left = LeftStaging.TryOpen(target);
        var sink = new ForecastSink(source, target, Present(left), source.Resumes ? left?.Handle : null, progress, observer);
        var runner = new PullRunner(source, sink, options.Plan(refs), CommitGates.Of(target, options, gates, before, collectionId), completed);
        await runner.RunAsync(stop).ConfigureAwait(false);
        progress.Report(current: null);
        return new PullForecast
        {
            Repository = target.Path,
            Source = source.Label,
            Refs = [.. refs.Select(pair => new PulledRef(options.AddressOf(pair.Ref), before[options.AddressOf(pair.Ref)], pair.Commit))],
            Commits = [.. runner.Commits.Select(commit => commit.Checksum).Where(commit => !completed.Contains(commit))],
            Metadata = sink.Metadata,
            ContentLinked = sink.Linked,
            ContentFetched = sink.Fetched,
            Bytes = sink.MetadataBytes + sink.ContentBytes,
            ContentBytes = sink.ContentBytes,
            ReadAgain = sink.ReadAgain,
            ContentOfUnknownSize = sink.Unknown,
            Elapsed = Stopwatch.GetElapsedTime(_started),
        };
    }

    // What a cut pull left counts as here, where a pull would use it.
    private ObjectLoader Present(LeftStaging? left)
        => left is not null && Transaction.Stages(target, options.Fsync, options.PerObjectFsync) ? new ObjectLoader(new SourceChain(left.Objects, target.Source), target.Path) : target.Objects;
}
