namespace OstreePS.Core.Maintenance.Checking;

/// <summary>What a check came to.</summary>
public sealed record RepositoryCheck
{
    /// <summary>The repository's path.</summary>
    public required string Repository { get; init; }

    /// <summary>Commits of which all must be there.</summary>
    public required long Commits { get; init; }

    /// <summary>Commits of which only part was pulled, or which an earlier check found damaged.</summary>
    public required long PartialCommits { get; init; }

    /// <summary>Refs.</summary>
    public required long Refs { get; init; }

    /// <summary>Objects that the complete commits need, themselves included.</summary>
    public required long ReachableObjects { get; init; }

    /// <summary>Objects that were looked at.</summary>
    public required long Objects { get; init; }

    /// <summary>Bytes that were hashed, after decompression.</summary>
    public required long Bytes { get; init; }

    /// <summary>Defects that make a commit or ref unreliable.</summary>
    public required long Errors { get; init; }

    /// <summary>Defects that do not.</summary>
    public required long Warnings { get; init; }

    /// <summary>Things worth knowing.</summary>
    public required long Notices { get; init; }

    /// <summary>Objects that were removed.</summary>
    public long ObjectsRemoved { get; init; }

    /// <summary>Commits that were marked as damaged.</summary>
    public long CommitsMarked { get; init; }

    /// <summary>Tombstones that were written.</summary>
    public long TombstonesAdded { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether there is no error.</summary>
    public bool IsHealthy => Errors == 0;

    /// <summary>One line.</summary>
    public override string ToString() => IsHealthy
        ? $"{Commits} commits, {Objects} objects: no errors found."
        : $"{Commits} commits, {Objects} objects: {Errors} errors, {Warnings} warnings.";
}
