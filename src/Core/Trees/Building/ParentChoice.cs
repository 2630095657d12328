using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Building;

/// <summary>Which commit comes before a new one.</summary>
public sealed record ParentChoice
{
    private ParentChoice()
    {
    }

    /// <summary>What the branch names now, if anything.</summary>
    public static ParentChoice TipOfBranch { get; } = new();

    /// <summary>None: the new commit starts a history.</summary>
    public static ParentChoice None { get; } = new();

    /// <summary>The commit, when one is named.</summary>
    public Checksum? Commit { get; private init; }

    /// <summary>A commit, whether or not it is in the repository.</summary>
    public static ParentChoice Of(Checksum commit) => new() { Commit = commit };
}
