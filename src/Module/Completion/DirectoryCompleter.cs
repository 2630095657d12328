using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OstreePS.Completion;

/// <summary>Completes the path of a directory, such as a repository's.</summary>
public sealed class DirectoryCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => CompletionCompleters.CompleteFilename(wordToComplete).Where(result => result.ResultType == CompletionResultType.ProviderContainer);
}
