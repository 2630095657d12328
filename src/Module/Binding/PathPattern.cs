using System.Management.Automation;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Binding;

/// <summary>How <c>-Path</c> inside a commit is taken: a path that is there as it is written means itself, else it may be a pattern.</summary>
internal static class PathPattern
{
    /// <summary>The items that a pattern matches; null when the path is to be taken as it is.</summary>
    public static IEnumerable<TreeItem>? TryMatch(CommitTree tree, string path)
        => WildcardPattern.ContainsWildcardCharacters(path) && tree.TryFind(path) is null ? tree.Match(path, MatcherOf) : null;

    private static Func<string, bool>? MatcherOf(string part)
        => WildcardPattern.ContainsWildcardCharacters(part) ? new WildcardPattern(part, WildcardOptions.None).IsMatch : null;
}
