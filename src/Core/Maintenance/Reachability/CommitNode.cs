using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>What maintenance needs to know of a commit, without the bytes of its metadata.</summary>
internal sealed record CommitNode(Checksum Checksum, Checksum? Parent, ulong Timestamp, TreeTraversal.Root Root)
{
    private const string VersionKey = "version";

    /// <summary>The version that the commit's metadata gives; null for none.</summary>
    internal string? Version { get; init; }

    /// <summary>The refs that the commit was made for.</summary>
    internal IReadOnlyList<string> RefBindings { get; init; } = [];

    /// <summary>One line of what the commit is.</summary>
    internal string Subject { get; init; } = string.Empty;

    /// <summary>When it was made; a time that no calendar has becomes the nearest one.</summary>
    internal DateTimeOffset Time => CommitTimestamp.Nearest(Timestamp);

    internal static CommitNode Of(in Checksum checksum, Commit commit) => new(checksum, commit.Parent, commit.Timestamp, new(commit.RootTree, commit.RootMeta))
    {
        Version = commit.Metadata.LookUp(VersionKey) is { } version && version.Type == Formats.GVariant.VariantType.String ? version.GetString() : null,
        RefBindings = Bindings.RefsOf(commit) ?? [],
        Subject = commit.Subject,
    };
}
