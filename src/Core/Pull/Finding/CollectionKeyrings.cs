using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Which configured remote speaks for a collection: its keys verify the collection's refs, wherever these come from.</summary>
internal sealed class CollectionKeyrings
{
    private readonly Dictionary<string, Remote> _byCollection = new(StringComparer.Ordinal);

    /// <summary>Reads the remotes.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>.</exception>
    internal CollectionKeyrings(OstreeRepository repository, IOperationObserver observer)
    {
        Repository = repository;
        Remotes = new RemoteStore(repository).List();
        foreach (Remote remote in Remotes)
        {
            if (remote.CollectionId is { } collection && !_byCollection.TryAdd(collection, remote))
                observer.Note($"The collection '{collection}' has more than one remote; the keys of '{_byCollection[collection].Name}' count for what is found elsewhere, not those of '{remote.Name}'.");
        }
    }

    /// <summary>The repository that the remotes belong to.</summary>
    internal OstreeRepository Repository { get; }

    /// <summary>All remotes, sorted by name.</summary>
    internal IReadOnlyList<Remote> Remotes { get; }

    /// <summary>The remote that speaks for a collection, the first by name; null when none does.</summary>
    internal Remote? Find(string collectionId) => _byCollection.GetValueOrDefault(collectionId);

    /// <summary>A place with refs, once for each remote that speaks for some of them; refs of collections that no remote speaks for are left out.</summary>
    internal IEnumerable<FoundPlace> At(string url, IEnumerable<PullRef> refs) => refs
        .Select(wanted => (Wanted: wanted, Keyring: Find(wanted.CollectionId!)))
        .Where(pair => pair.Keyring is not null)
        .GroupBy(pair => pair.Keyring!, pair => pair.Wanted)
        .Select(group => new FoundPlace(PlaceName.RemoteAt(url, group.Key, Repository), group.Key, [.. group]));
}
