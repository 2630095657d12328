using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Something that is wrong in a repository, or worth knowing.</summary>
public sealed record RepositoryDefect
{
    /// <summary>What is wrong.</summary>
    public required DefectKind Kind { get; init; }

    /// <summary>How bad it is.</summary>
    public required DefectSeverity Severity { get; init; }

    /// <summary>One sentence that says what was found.</summary>
    public required string Description { get; init; }

    /// <summary>The object concerned; null where it is none.</summary>
    public ObjectName? Object { get; init; }

    /// <summary>The file concerned, relative to the repository; null where it is none.</summary>
    public string? Path { get; init; }

    /// <summary>The commits that need the object, or that are concerned themselves.</summary>
    public IReadOnlyList<Checksum> Commits { get; init; } = [];

    /// <summary>The refs that point to one of those commits.</summary>
    public IReadOnlyList<string> Refs { get; init; } = [];

    /// <summary>What was done about it; null for nothing.</summary>
    public string? Repair { get; init; }

    /// <summary>The repository's path.</summary>
    public required string Repository { get; init; }

    /// <summary>What is concerned: the object, else the file, else the refs, else the commits.</summary>
    public string Subject => Object?.ToString() ?? Path ?? (Refs.Count > 0 ? string.Join(", ", Refs) : string.Join(", ", Commits));

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
