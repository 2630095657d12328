using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;

namespace OstreePS.Completion;

/// <summary>Completes something that is inside a repository. Never fails: where nothing can be offered, nothing is.</summary>
public abstract class RepositoryContentCompleter : IArgumentCompleter
{
    /// <summary>The most that is offered at once; more would only scroll away.</summary>
    protected const int Limit = 200;

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            using OstreeRepository repository = OstreeRepository.Open(PathOf(fakeBoundParameters));
            return [.. Complete(repository, wordToComplete.Trim('\'', '"'), fakeBoundParameters).Take(Limit)];
        }
        catch (Exception e) when (e is OstreeException or IOException or UnauthorizedAccessException)
        {
            // A completer that throws leaves the prompt without an answer; a wrong path shows when the command runs.
            return [];
        }
    }

    /// <summary>What could stand there.</summary>
    /// <param name="repository">The repository that the command line names.</param>
    /// <param name="word">What is typed already, without quotes.</param>
    /// <param name="bound">The parameters given so far.</param>
    protected abstract IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound);

    /// <summary>An offer, quoted where the shell needs it.</summary>
    protected static CompletionResult Offer(string text, string toolTip)
    {
        bool plain = text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or ':' or '^') && text[0] != '-';
        string quoted = plain ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
        return new CompletionResult(quoted, text, CompletionResultType.ParameterValue, toolTip);
    }

    private static string PathOf(IDictionary bound)
    {
        string here = Runspace.DefaultRunspace.SessionStateProxy.Path.CurrentFileSystemLocation.ProviderPath;
        return bound["Repository"] switch
        {
            PSObject { BaseObject: RepositoryInfo info } => info.Path,
            RepositoryInfo info => info.Path,
            { } given => Path.Combine(here, given.ToString()!),
            null => OstreeRepository.FindDefault(here),
        };
    }
}
