using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;

namespace OstreePS.Completion;

/// <summary>Completes a ref of the collection that is named, among those that are known here.</summary>
public sealed class CollectionRefCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
    {
        string? collection = bound["CollectionId"] as string;
        return repository.Refs.List()
            .Where(entry => entry.CollectionId is not null && (collection is null || string.Equals(entry.CollectionId, collection, StringComparison.Ordinal)))
            .Where(entry => entry.Name.StartsWith(word, StringComparison.Ordinal))
            .DistinctBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => Offer.Of(entry.Name, $"({entry.CollectionId}, {entry.Name}) {entry.Checksum}"));
    }
}
