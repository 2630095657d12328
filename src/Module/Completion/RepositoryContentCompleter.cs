using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
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
            using OstreeRepository? repository = Open(fakeBoundParameters);
            if (repository is null)
                return [];
            return [.. Complete(repository, Offer.Meant(wordToComplete), fakeBoundParameters).Take(Limit)];
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

    private static OstreeRepository? Open(IDictionary bound)
    {
        if (bound["Sysroot"] is { } sysroot)
            return CallerSession.Resolve(sysroot.ToString()!) is { } place ? OstreeRepository.OpenSysroot(place) : null;
        return PathOf(bound) is { } path ? OstreeRepository.Open(path) : null;
    }

    private static string? PathOf(IDictionary bound)
    {
        object? given = bound["Repository"];
        return ((given as PSObject)?.BaseObject ?? given) switch
        {
            null => OstreeRepository.FindDefault(CallerSession.CurrentDirectory),
            RepositoryInfo info => info.Path,
            OstreeRepository open => open.Path,
            object path => CallerSession.Resolve(path.ToString()!),
        };
    }
}
