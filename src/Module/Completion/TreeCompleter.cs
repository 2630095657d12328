using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OstreePS.Binding;

namespace OstreePS.Completion;

/// <summary>Completes what can be compared: revisions, and directories once the word looks like a path.</summary>
public sealed class TreeCompleter : IArgumentCompleter
{
    private readonly DirectoryCompleter _directories = new();
    private readonly RevisionCompleter _revisions = new();

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IArgumentCompleter completer = TreeArgumentAttribute.IsPath(Offer.Meant(wordToComplete)) ? _directories : _revisions;
        return completer.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
    }
}
