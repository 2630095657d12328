using System.IO.Enumeration;
using OstreePS.Core.Maintenance.Reachability;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>Which commits in the history of some refs stay. A commit stays if any part of the rule keeps it; a ref's own commit always does.</summary>
/// <param name="Pattern">The refs: a name, or a pattern with <c>*</c> and <c>?</c>. Of several that fit, the longest counts.</param>
public sealed record RetentionRule(string Pattern)
{
    /// <summary>How many commits stay, the ref's own included; null for no say.</summary>
    public int? KeepLast { get; init; }

    /// <summary>How many days a commit stays; null for no say.</summary>
    public double? KeepDays { get; init; }

    /// <summary>Patterns of versions: a commit whose metadata gives such a <c>version</c> stays.</summary>
    public IReadOnlyList<string> KeepTags { get; init; } = [];

    /// <summary>Whether the rule keeps nothing beyond a ref's own commit.</summary>
    public bool KeepsNothing => KeepLast is null or <= 0 && KeepDays is null or <= 0 && KeepTags.Count == 0;

    /// <summary>Whether the rule is for a ref.</summary>
    public bool Matches(string refspec) => FileSystemName.MatchesSimpleExpression(Pattern, refspec, ignoreCase: false);

    internal bool KeepsVersion(CommitNode commit)
        => commit.Version is { } version && KeepTags.Any(tag => FileSystemName.MatchesSimpleExpression(tag, version, ignoreCase: false));

    /// <summary>Why a commit stays; null when it does not.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="steps">How many steps before the ref's own it is.</param>
    /// <param name="now">The present moment.</param>
    internal string? Keeps(CommitNode commit, int steps, DateTimeOffset now)
    {
        if (steps < KeepLast)
            return $"one of the last {KeepLast}";
        if (KeepDays is { } days && commit.Time >= now - TimeSpan.FromDays(days))
            return $"younger than {days} days";
        return KeepsVersion(commit) ? $"its version is {commit.Version}" : null;
    }

    /// <summary>What the rule asks, for the explanation of a commit that goes.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (KeepLast is { } last)
            parts.Add($"the last {last}");
        if (KeepDays is { } days)
            parts.Add($"{days} days");
        if (KeepTags.Count > 0)
            parts.Add($"versions {string.Join(", ", KeepTags)}");
        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);
    }
}
