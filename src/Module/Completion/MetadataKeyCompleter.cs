using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Completion;

/// <summary>Completes a key of the metadata of the commit that will be the parent.</summary>
public sealed class MetadataKeyCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
    {
        string? revision = (bound["Parent"] ?? bound["Branch"])?.ToString();
        if (revision is null || repository.Objects.TryLoadCommit(RevisionResolver.Resolve(repository, revision)) is not { } commit)
            return [];
        return commit.Metadata.Children()
            .Select(entry => (Key: entry[0].GetString(), Value: entry[1].Unbox()))
            .Where(entry => entry.Key.StartsWith(word, StringComparison.Ordinal) && entry.Key is not (Commit.RefBindingKey or Commit.CollectionBindingKey))
            .Select(entry => Offer.Of(entry.Key, entry.Value.ToString() ?? entry.Key));
    }
}
