using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Completion;

/// <summary>Completes the name of a local ref.</summary>
public sealed class RefCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
        => repository.Refs.List()
            .Where(entry => entry.Kind == RefKind.Local && entry.Name.StartsWith(word, StringComparison.Ordinal))
            .Select(entry => Offer.Of(entry.Name, entry.Checksum.ToString()));
}
