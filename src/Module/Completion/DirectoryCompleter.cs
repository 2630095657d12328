using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OstreePS.Core.Repository;

namespace OstreePS.Completion;

/// <summary>Completes the path of a directory; where a repository is asked for, those that are one come first.</summary>
public sealed class DirectoryCompleter : IArgumentCompleter
{
    // Another user's directories are no reason to offer nothing; dot directories are offered to who typed a dot.
    private static readonly EnumerationOptions s_visible = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
    private static readonly EnumerationOptions s_all = new() { IgnoreInaccessible = true, AttributesToSkip = default };

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = Offer.Meant(wordToComplete);
        string typed = word[..(word.LastIndexOf('/') + 1)];
        string leaf = word[typed.Length..];
        string? folder = typed.Length == 0 ? CallerSession.CurrentDirectory : CallerSession.Resolve(typed);
        if (!Directory.Exists(folder))
            return [];
        bool wantsRepository = string.Equals(parameterName, "Repository", StringComparison.OrdinalIgnoreCase);
        return Directory.EnumerateDirectories(folder, "*", leaf.StartsWith('.') ? s_all : s_visible)
            .Where(path => Path.GetFileName(path).StartsWith(leaf, StringComparison.Ordinal))
            .OrderBy(path => wantsRepository && !OstreeRepository.Exists(path))
            .ThenBy(path => path, StringComparer.Ordinal)
            .Select(path => Offer.Of(
                typed + Path.GetFileName(path), path, Path.GetFileName(path), CompletionResultType.ProviderContainer));
    }
}
