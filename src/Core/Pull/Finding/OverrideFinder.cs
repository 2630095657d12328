namespace OstreePS.Core.Pull.Finding;

/// <summary>Finds refs at places that the caller names.</summary>
/// <param name="urls">The places.</param>
internal sealed class OverrideFinder(IReadOnlyList<string> urls) : IRemoteFinder
{
    public FinderKind Kind => FinderKind.Override;

    public int Priority => 20;

    public Task<IReadOnlyList<FoundPlace>> FindAsync(IReadOnlyList<PullRef> wanted, CollectionKeyrings keyrings, CancellationToken stop)
        => Task.FromResult<IReadOnlyList<FoundPlace>>([.. urls.Distinct(StringComparer.Ordinal).SelectMany(url => keyrings.At(url, wanted))]);
}
