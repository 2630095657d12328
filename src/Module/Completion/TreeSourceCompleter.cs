using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OstreePS.Completion;

/// <summary>Completes a source of a tree: its kind, and then a directory, an archive or a revision.</summary>
public sealed class TreeSourceCompleter : IArgumentCompleter
{
    private static readonly (string Kind, string Tip)[] s_kinds =
    [
        ("dir=", "a directory"),
        ("tar=", "a tar archive, plain or compressed"),
        ("ref=", "a commit of the repository"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = Offer.Meant(wordToComplete);
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return s_kinds.Where(kind => kind.Kind.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Select(kind => Offer.Of(kind.Kind, kind.Tip));
        string start = word[..(equals + 1)];
        string rest = word[(equals + 1)..];
        return start switch
        {
            "dir=" => Complete(new DirectoryCompleter()),
            "tar=" => CompletePath(start, rest),
            "ref=" => Complete(new RevisionCompleter()),
            _ => [],
        };

        IEnumerable<CompletionResult> Complete(IArgumentCompleter completer)
            => completer.CompleteArgument(commandName, parameterName, rest, commandAst, fakeBoundParameters)
                .Select(result => Offer.Of(start + Offer.Meant(result.CompletionText), result.ToolTip, result.ListItemText, result.ResultType));
    }

    private static IEnumerable<CompletionResult> CompletePath(string start, string rest)
    {
        string typed = rest[..(rest.LastIndexOf('/') + 1)];
        string? folder = typed.Length == 0 ? CallerSession.CurrentDirectory : CallerSession.Resolve(typed);
        if (!Directory.Exists(folder))
            return [];
        return new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = true })
            .Where(entry => entry.Name.StartsWith(rest[typed.Length..], StringComparison.Ordinal))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => Offer.Of($"{start}{typed}{entry.Name}", entry.FullName, entry.Name));
    }
}
