using System.Runtime.CompilerServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull.Finding;

/// <summary>
/// Pulls from places that were found: each ref from the first place that has it, and when that fails, from the next. Every ref is
/// verified with the keys of the remote that has its collection, whatever the place says, and never without.
/// </summary>
public static class FoundPull
{
    /// <summary>Pulls.</summary>
    /// <param name="target">The repository to pull into.</param>
    /// <param name="found">The places, the best first.</param>
    /// <param name="options">How; refs and commits are those of the places.</param>
    /// <param name="reach">How to reach the places.</param>
    /// <param name="failed">Hears of each ref that could be pulled from none of its places: why the last one failed.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What came from each place that was pulled from, as it came.</returns>
    /// <exception cref="OstreeException">When the repository cannot be written, or an option makes no sense.</exception>
    public static IAsyncEnumerable<PullResult> RunAsync(
        OstreeRepository target, IReadOnlyList<FoundRemote> found, PullOptions options, RemotePullOptions reach, Func<OstreeException, ValueTask> failed, IOperationObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reach);
        target.RequireWritable();
        return EachAsync(
            target,
            found,
            (place, keyring, refs) => RemotePull.RunAsync(target, RemoteOf(place, keyring), GateOf(target, keyring), Named(options, refs, keyring), Reaching(reach, place), observer, stop),
            failed,
            observer,
            stop);
    }

    /// <summary>Finds out what a pull would bring from each place, with the same demands.</summary>
    /// <param name="target">The repository that would be pulled into.</param>
    /// <param name="found">The places, the best first.</param>
    /// <param name="options">How.</param>
    /// <param name="reach">How to reach the places.</param>
    /// <param name="failed">Hears of each ref that could be pulled from none of its places.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    public static IAsyncEnumerable<PullForecast> ForecastAsync(
        OstreeRepository target, IReadOnlyList<FoundRemote> found, PullOptions options, RemotePullOptions reach, Func<OstreeException, ValueTask> failed, IOperationObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reach);
        return EachAsync(
            target,
            found,
            (place, keyring, refs) => RemotePull.ForecastAsync(target, RemoteOf(place, keyring), GateOf(target, keyring), Named(options, refs, keyring), Reaching(reach, place), observer, stop),
            failed,
            observer,
            stop);
    }

    private static async IAsyncEnumerable<T> EachAsync<T>(
        OstreeRepository target,
        IReadOnlyList<FoundRemote> found,
        Func<FoundRemote, Remote, IReadOnlyList<FoundRef>, Task<T>> work,
        Func<OstreeException, ValueTask> failed,
        IOperationObserver observer,
        [EnumeratorCancellation] CancellationToken stop)
        where T : class
    {
        var failures = new Dictionary<(string Collection, string Name), OstreeException>();
        var done = new HashSet<(string Collection, string Name)>();
        foreach (FoundRemote place in found)
        {
            stop.ThrowIfCancellationRequested();
            FoundRef[] refs = [.. place.Refs.Where(entry => !done.Contains((entry.CollectionId, entry.Name)))];
            if (refs.Length == 0)
                continue;
            T? result = null;
            try
            {
                result = await work(place, new RemoteStore(target).Get(place.KeyringRemote), refs).ConfigureAwait(false);
                done.UnionWith(refs.Select(entry => (entry.CollectionId, entry.Name)));
            }
            catch (OstreeException e)
            {
                observer.Note($"Nothing comes from '{place.Url}': {e.Message}");
                foreach (FoundRef entry in refs)
                    failures[(entry.CollectionId, entry.Name)] = e;
            }

            if (result is not null)
                yield return result;
        }

        foreach (((string Collection, string Name) entry, OstreeException reason) in failures.Where(pair => !done.Contains(pair.Key)))
        {
            await failed(new OstreeException(
                reason.Fault,
                $"The ref ({entry.Collection}, {entry.Name}) could be pulled from none of the places that have it. The last one said: {reason.Message}",
                $"({entry.Collection}, {entry.Name})",
                reason.Remedy,
                reason)).ConfigureAwait(false);
        }
    }

    private static Remote RemoteOf(FoundRemote place, Remote keyring) => place.Finder == FinderKind.Config ? keyring : place.Place;

    private static SignatureGate GateOf(OstreeRepository target, Remote keyring) => new(RefTrust.PolicyOf(target, keyring));

    private static PullOptions Named(PullOptions options, IReadOnlyList<FoundRef> refs, Remote keyring) => options with
    {
        Refs = [.. refs.Select(entry => new PullRef(entry.Name, entry.CollectionId, entry.Checksum))],
        Commits = [],
        RemoteName = options.Mirror ? null : keyring.Name,
        Untrusted = true,
    };

    private static RemotePullOptions Reaching(RemotePullOptions reach, FoundRemote place) => reach with { Url = null, Access = PlaceTrust.AccessFor(place.Finder, reach.Access) };
}
