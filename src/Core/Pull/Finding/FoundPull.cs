using System.Runtime.CompilerServices;
using OstreePS.Core.Diagnostics;
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
    public static async IAsyncEnumerable<PullResult> RunAsync(
        OstreeRepository target,
        IReadOnlyList<FoundRemote> found,
        PullOptions options,
        RemotePullOptions reach,
        Func<OstreeException, ValueTask> failed,
        IOperationObserver observer,
        [EnumeratorCancellation] CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reach);
        target.RequireWritable();
        var failures = new Dictionary<(string Collection, string Name), OstreeException>();
        var done = new HashSet<(string Collection, string Name)>();
        foreach (FoundRemote place in found)
        {
            FoundRef[] refs = [.. place.Refs.Where(entry => !done.Contains((entry.CollectionId, entry.Name)))];
            if (refs.Length == 0)
                continue;
            PullResult? result = null;
            try
            {
                result = await PullAsync(target, place, options with { Refs = [.. refs.Select(entry => new PullRef(entry.Name, entry.CollectionId, entry.Checksum))], Commits = [] }, reach, observer, stop).ConfigureAwait(false);
                done.UnionWith(refs.Select(entry => (entry.CollectionId, entry.Name)));
            }
            catch (OstreeException e)
            {
                observer.Note($"Nothing was pulled from '{place.Url}': {e.Message}");
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

    private static Task<PullResult> PullAsync(OstreeRepository target, FoundRemote place, PullOptions options, RemotePullOptions reach, IOperationObserver observer, CancellationToken stop)
    {
        Remote keyring = new RemoteStore(target).Get(place.KeyringRemote);
        PullOptions named = options with { RemoteName = options.Mirror ? null : keyring.Name, Untrusted = true };
        RemotePullOptions access = reach with { Url = null, Access = PlaceTrust.AccessFor(place.Finder, reach.Access) };
        return RemotePull.RunAsync(target, place.Finder == FinderKind.Config ? keyring : place.Place, PlaceTrust.PolicyFor(target, keyring), named, access, observer, stop);
    }
}
