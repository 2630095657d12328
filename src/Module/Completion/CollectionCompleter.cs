using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Completion;

/// <summary>Completes a collection that a remote is configured for.</summary>
public sealed class CollectionCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
        => new RemoteStore(repository).List()
            .Where(remote => remote.CollectionId?.StartsWith(word, StringComparison.Ordinal) == true)
            .DistinctBy(remote => remote.CollectionId, StringComparer.Ordinal)
            .Select(remote => Offer.Of(remote.CollectionId!, $"of the remote {remote.Name}"));
}
