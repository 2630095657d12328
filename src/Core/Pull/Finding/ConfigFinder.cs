namespace OstreePS.Core.Pull.Finding;

/// <summary>Finds the remotes of the repository that are configured for a collection.</summary>
internal sealed class ConfigFinder : IRemoteFinder
{
    public FinderKind Kind => FinderKind.Config;

    public int Priority => 100;

    public Task<IReadOnlyList<FoundPlace>> FindAsync(IReadOnlyList<PullRef> wanted, CollectionKeyrings keyrings, CancellationToken stop)
        => Task.FromResult<IReadOnlyList<FoundPlace>>([.. keyrings.Remotes
            .Where(remote => remote.CollectionId is not null)
            .Select(remote => new FoundPlace(remote, remote, [.. wanted.Where(entry => string.Equals(entry.CollectionId, remote.CollectionId, StringComparison.Ordinal))]))
            .Where(place => place.Wanted.Count > 0)]);
}
