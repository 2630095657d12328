using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;

namespace OstreePS.Completion;

/// <summary>Completes something that a pull can bring: from the repository that <c>-Source</c> names, or of the remote that <c>-Remote</c> names, as far as it was pulled before.</summary>
public abstract class SourceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? source = fakeBoundParameters["Source"];
        try
        {
            using OstreeRepository repository = OstreeRepository.Open(Path(source ?? fakeBoundParameters["Repository"]));
            return [.. Complete(repository, source is null ? fakeBoundParameters["Remote"]?.ToString() : null, Offer.Meant(wordToComplete), fakeBoundParameters)];
        }
        catch (Exception e) when (e is OstreeException or IOException or UnauthorizedAccessException)
        {
            // A completer that throws leaves the prompt without an answer; a wrong path shows when the command runs.
            return [];
        }
    }

    /// <summary>What could stand there.</summary>
    /// <param name="repository">The source, or where the remote's refs are.</param>
    /// <param name="remote">The remote; null for a source.</param>
    /// <param name="word">What is typed already, without quotes.</param>
    /// <param name="bound">The parameters given so far.</param>
    protected abstract IEnumerable<CompletionResult> Complete(OstreeRepository repository, string? remote, string word, IDictionary bound);

    private static string Path(object? given) => ((given as PSObject)?.BaseObject ?? given) switch
    {
        null => OstreeRepository.FindDefault(CallerSession.CurrentDirectory),
        RepositoryInfo info => info.Path,
        OstreeRepository open => open.Path,
        object path => CallerSession.Resolve(path.ToString()!) ?? string.Empty,
    };
}
