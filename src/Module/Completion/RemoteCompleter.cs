using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Completion;

/// <summary>Completes the name of a remote.</summary>
public sealed class RemoteCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
        => new RemoteStore(repository).List()
            .Where(remote => remote.Name.StartsWith(word, StringComparison.Ordinal))
            .Select(remote => Offer.Of(remote.Name, remote.Url ?? remote.Metalink ?? remote.Name));
}
