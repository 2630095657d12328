using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Completion;

/// <summary>Completes a ref that a pull can bring.</summary>
public sealed class SourceRefCompleter : SourceCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string? remote, string word, IDictionary bound)
        => repository.Refs.List()
            .Where(entry => remote is null ? entry.Kind == RefKind.Local : string.Equals(entry.Remote, remote, StringComparison.Ordinal))
            .Where(entry => entry.Name.StartsWith(word, StringComparison.Ordinal))
            .Select(entry => Offer.Of(entry.Name, entry.Checksum.ToString()));
}
