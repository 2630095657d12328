using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;

namespace OstreePS.Completion;

/// <summary>Completes a path inside the first commit that a pull is asked for.</summary>
public sealed class SourcePathCompleter : SourceCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string? remote, string word, IDictionary bound)
    {
        object? first = LanguagePrimitives.GetEnumerable(bound["Ref"])?.Cast<object?>().FirstOrDefault() ?? bound["Ref"];
        if (first?.ToString() is not { Length: > 0 } name)
            return [];
        return PathInCommitCompleter.Complete(repository, remote is null ? name : $"{remote}:{name}", word.Length == 0 ? "/" : word);
    }
}
