using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>Whether a commit stays, and why.</summary>
public sealed record CommitDecision
{
    /// <summary>The commit.</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>Whether it stays.</summary>
    public required bool Stays { get; init; }

    /// <summary>Why it stays or goes.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Its version; null for none.</summary>
    public string? Version { get; init; }

    /// <summary>Its subject.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>The repository's path.</summary>
    public required string Repository { get; init; }

    /// <summary>The checksum, whether it stays, and why.</summary>
    public override string ToString() => $"{Checksum} {(Stays ? "stays" : "goes")}: {Reason}";
}
