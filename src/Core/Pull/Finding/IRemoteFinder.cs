using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Knows a kind of place where refs of collections may be. What is there for certain, a summary tells that is read afterwards.</summary>
internal interface IRemoteFinder
{
    /// <summary>The kind of place.</summary>
    FinderKind Kind { get; }

    /// <summary>Which finder's places go first: the lower number.</summary>
    int Priority { get; }

    /// <summary>Finds places that may have some of the refs.</summary>
    /// <param name="wanted">The refs, each with its collection.</param>
    /// <param name="keyrings">Knows the remotes whose keys count.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OstreeException">Only for what the caller named and is not there; what is wrong with a place that was found concerns that place.</exception>
    Task<IReadOnlyList<FoundPlace>> FindAsync(IReadOnlyList<PullRef> wanted, CollectionKeyrings keyrings, CancellationToken stop);
}
