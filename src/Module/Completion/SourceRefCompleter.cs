using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Completion;

/// <summary>Completes a ref of the repository that <c>-Source</c> names, or a ref of the remote that <c>-Remote</c> names, as far as it was pulled before.</summary>
public sealed class SourceRefCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? source = fakeBoundParameters["Source"];
        object? remote = fakeBoundParameters["Remote"];
        try
        {
            using OstreeRepository repository = OstreeRepository.Open(Path(source ?? fakeBoundParameters["Repository"]));
            string word = Offer.Meant(wordToComplete);
            return [.. repository.Refs.List()
                .Where(entry => source is null ? string.Equals(entry.Remote, remote?.ToString(), StringComparison.Ordinal) : entry.Kind == RefKind.Local)
                .Where(entry => entry.Name.StartsWith(word, StringComparison.Ordinal))
                .Select(entry => Offer.Of(entry.Name, entry.Checksum.ToString()))];
        }
        catch (Exception e) when (e is OstreeException or IOException or UnauthorizedAccessException)
        {
            // A completer that throws leaves the prompt without an answer; a wrong path shows when the command runs.
            return [];
        }
    }

    private static string Path(object? given) => ((given as PSObject)?.BaseObject ?? given) switch
    {
        null => OstreeRepository.FindDefault(CallerSession.CurrentDirectory),
        RepositoryInfo info => info.Path,
        OstreeRepository open => open.Path,
        object path => CallerSession.Resolve(path.ToString()!) ?? string.Empty,
    };
}
