using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;

namespace OstreePS.Completion;

/// <summary>Completes the name of any ref: local, a remote's, a mirror's.</summary>
public sealed class AnyRefCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
        => repository.Refs.List()
            .Where(entry => entry.Refspec.StartsWith(word, StringComparison.Ordinal))
            .Select(entry => Offer.Of(entry.Refspec, entry.Checksum.ToString()));
}
