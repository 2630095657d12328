using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Planning;
using OstreePS.Core.Pull.Remoting;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;
using OstreePS.Core.Stores;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull;

/// <summary>Pulls from a remote: over HTTP, or from a repository of this machine that a <c>file://</c> URL names.</summary>
public static class RemotePull
{
    private const int FewRefs = 16;

    /// <summary>Pulls.</summary>
    /// <param name="target">The repository to pull into.</param>
    /// <param name="name">The remote, or a <c>file://</c> URL.</param>
    /// <param name="options">What and how. Without refs and commits: the remote's branches, or, mirrored, everything that its summary lists.</param>
    /// <param name="reach">How to reach the remote, and what to demand of it.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it; what was complete then is used by the next pull.</param>
    /// <exception cref="OstreeException">When something cannot be fetched or is damaged, or may not come in; the repository is as it was.</exception>
    public static async Task<PullResult> RunAsync(OstreeRepository target, string name, PullOptions options, RemotePullOptions reach, IOperationObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reach);
        target.RequireWritable();
        PullOptions named = Named(options, name);
        Remote remote = new RemoteStore(target).Get(name);
        return await RunAsync(target, remote, GateOf(target, remote, named, reach), named, reach, observer, stop).ConfigureAwait(false);
    }

    /// <summary>Pulls from a remote that need not be configured.</summary>
    /// <param name="target">The repository to pull into.</param>
    /// <param name="remote">The remote.</param>
    /// <param name="gate">What is demanded of summary and commits; it may be what another remote demands.</param>
    /// <param name="options">What and how; the name under which refs are written is said there.</param>
    /// <param name="reach">How to reach the remote.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    internal static async Task<PullResult> RunAsync(
        OstreeRepository target, Remote remote, SignatureGate gate, PullOptions options, RemotePullOptions reach, IOperationObserver observer, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        PullOptions named = options.Checked();
        using RemoteConnection connection = await OpenAsync(target, remote, reach, observer, stop).ConfigureAwait(false);
        RemotePlan plan = await PlanAsync(connection, named, gate, reach, stop).ConfigureAwait(false);
        PullResult result = await IsHereAsync(target, named, plan, connection, gate.DemandsCommit ? gate : null, stop).ConfigureAwait(false)
            ? Nothing(target, named, plan, connection)
            : await WithSourceAsync(target, connection, named, reach, source => RunAsync(target, named, source, plan, GatesOf(gate), remote.CollectionId, observer, stop), stop).ConfigureAwait(false);
        if (plan is { IsAll: true, Summary: { } summary })
            new SummaryFile(target).Publish(summary.Summary.Bytes, summary.Signatures);
        PullResult told = result with
        {
            Source = PlaceOf(connection),
            Bytes = connection.LocalPath is null ? connection.Fetcher.Bytes : result.Bytes,
            VerifiedBy = gate.VerifiedBy,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
        new PullJournal(SystemJournal.OfThisMachine).Note(connection, gate, told);
        return told;
    }

    /// <summary>Finds out what a pull would bring, with the same demands, and stores nothing but the copy of a signed summary.</summary>
    /// <param name="target">The repository that would be pulled into.</param>
    /// <param name="name">The remote, or a <c>file://</c> URL.</param>
    /// <param name="options">What and how.</param>
    /// <param name="reach">How to reach the remote, and what to demand of it.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OstreeException">What the pull would throw, save for content, which is not looked at.</exception>
    public static async Task<PullForecast> ForecastAsync(OstreeRepository target, string name, PullOptions options, RemotePullOptions reach, IOperationObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reach);
        PullOptions named = Named(options, name);
        Remote remote = new RemoteStore(target).Get(name);
        return await ForecastAsync(target, remote, GateOf(target, remote, named, reach), named, reach, observer, stop).ConfigureAwait(false);
    }

    /// <summary>Finds out what a pull would bring from a remote that need not be configured.</summary>
    internal static async Task<PullForecast> ForecastAsync(
        OstreeRepository target, Remote remote, SignatureGate gate, PullOptions options, RemotePullOptions reach, IOperationObserver observer, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        PullOptions named = options.Checked();
        using RemoteConnection connection = await OpenAsync(target, remote, reach, observer, stop).ConfigureAwait(false);
        RemotePlan plan = await PlanAsync(connection, named, gate, reach, stop).ConfigureAwait(false);
        PullForecast forecast = await WithSourceAsync(
            target,
            connection,
            named,
            reach,
            source => new PullForecaster(target, named, observer).RunAsync(source, plan.Refs, GatesOf(gate), remote.CollectionId, stop),
            stop).ConfigureAwait(false);
        return forecast with
        {
            Source = PlaceOf(connection),
            Bytes = connection.LocalPath is null ? connection.Fetcher.Bytes - forecast.ReadAgain + forecast.ContentBytes : forecast.Bytes,
            VerifiedBy = gate.VerifiedBy,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    private static async Task<RemoteConnection> OpenAsync(OstreeRepository target, Remote remote, RemotePullOptions reach, IOperationObserver observer, CancellationToken stop)
    {
        RemoteConnection connection = await RemoteConnection.OpenAsync(target, remote, reach.Access, reach.Url, observer, stop).ConfigureAwait(false);
        connection.Given = reach.Summary;
        return connection;
    }

    private static Task<RemotePlan> PlanAsync(RemoteConnection connection, PullOptions options, SignatureGate gate, RemotePullOptions reach, CancellationToken stop)
        => RemotePlan.MakeAsync(connection, options, reach.CacheDirectory, gate.DemandsSummary ? gate.CheckSummary : null, stop);

    // Also where it lies on this machine, and is read as a directory.
    private static string PlaceOf(RemoteConnection connection) => connection.Places[0].ToString();

    private static IReadOnlyList<ICommitGate> GatesOf(SignatureGate gate) => gate.DemandsCommit ? [gate] : [];

    private static SignatureGate GateOf(OstreeRepository target, Remote remote, PullOptions options, RemotePullOptions reach)
        => new(SignaturePolicy.ForRemote(target, remote, reach.Demands), RefTrust.PoliciesOf(target, options.RefKeyrings));

    private static PullOptions Named(PullOptions options, string name)
        => options.Checked() with { RemoteName = options.Mirror || Remote.IsUrl(name) ? null : options.RemoteName ?? name };

    private static async Task<PullResult> RunAsync(
        OstreeRepository target, PullOptions options, IPullSource source, RemotePlan plan, IReadOnlyList<ICommitGate> gates, string? collectionId, IOperationObserver observer, CancellationToken stop)
    {
        PullResult result = await new PullOperation(target, options, observer).RunAsync(source, plan.Refs, gates, collectionId, stop).ConfigureAwait(false);
        return source is CachedSource cached ? result with { MetadataFromCaches = cached.Metadata, ContentFromCaches = cached.Content } : result;
    }

    private static async Task<T> WithSourceAsync<T>(
        OstreeRepository target, RemoteConnection connection, PullOptions options, RemotePullOptions reach, Func<IPullSource, Task<T>> work, CancellationToken stop)
    {
        var caches = new List<OstreeRepository>();
        try
        {
            caches.AddRange(reach.LocalCaches.Select(OstreeRepository.Open));
            if (connection.LocalPath is { } path)
            {
                using OstreeRepository local = OstreeRepository.Open(path);
                using IDisposable? held = local.IsWritable ? local.Lock.Acquire(exclusive: false, stop) : null;
                return await work(With(caches, new LocalSource(local, trusted: !options.Untrusted, trustsMetadata: options.TrustsMetadata))).ConfigureAwait(false);
            }

            // Upstream's rule: only where the bytes stay as they are.
            bool trusts = options is { SkipChecksumCheck: true, Mirror: true, Untrusted: false, BareUserOnlyFiles: false } && target.Mode == RepositoryMode.Archive;
            using var source = new HttpSource(connection, reach.MetadataLimit > 0 ? reach.MetadataLimit : long.MaxValue, trusts);
            return await work(With(caches, source)).ConfigureAwait(false);
        }
        finally
        {
            foreach (OstreeRepository cache in caches)
                cache.Dispose();
        }
    }

    private static IPullSource With(List<OstreeRepository> caches, IPullSource source) => caches.Count == 0 ? source : new CachedSource(source, caches);

    // Where all refs are here already, and complete, only detached metadata can be new: signatures can be added at any time.
    private static async Task<bool> IsHereAsync(OstreeRepository target, PullOptions options, RemotePlan plan, RemoteConnection connection, SignatureGate? gate, CancellationToken stop)
    {
        if (options.Depth != 0 || options.CommitMetadataOnly || options.Subpaths.Count > 0 || options.Commits.Count > 0 || plan.Refs.Count > FewRefs)
            return false;
        var completed = new CompletedCommits(target);
        if (!plan.Refs.All(pair => target.Refs.FindOwn(options.AddressOf(pair.Ref)) == pair.Commit && completed.Contains(pair.Commit)))
            return false;
        using var source = new HttpSource(connection, MetadataLimits.MaxBytes);
        foreach ((PullRef wanted, Checksum commit) in plan.Refs)
        {
            Variant? detached = await source.ReadDetachedMetadataAsync(commit, stop).ConfigureAwait(false);
            Variant? known = target.Objects.LoadDetachedMetadata(commit);
            if (detached is not null && !(known is null ? detached.Data.IsEmpty : detached.Equals(known)))
                return false;
            if (gate is null)
                continue;
            byte[] bytes = target.Objects.LoadMetadata(new ObjectName(commit, ObjectType.Commit));
            gate.Admit(commit, Commit.Parse(bytes, $"Commit {commit}"), bytes, known, wanted);
        }

        return true;
    }

    private static PullResult Nothing(OstreeRepository target, PullOptions options, RemotePlan plan, RemoteConnection connection)
    {
        return new PullResult
        {
            Repository = target.Path,
            Source = PlaceOf(connection),
            Refs = [.. plan.Refs.Select(pair => new PulledRef(options.AddressOf(pair.Ref), pair.Commit, pair.Commit))],
            Commits = [.. plan.Refs.Select(pair => pair.Commit).Distinct()],
            Metadata = 0,
            ContentLinked = 0,
            ContentFetched = 0,
            Bytes = 0,
            Elapsed = TimeSpan.Zero,
        };
    }
}
