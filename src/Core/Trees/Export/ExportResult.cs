using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Export;

/// <summary>What an export came to.</summary>
public sealed record ExportResult
{
    /// <summary>The archive; null where it was written to a stream.</summary>
    public string? Path { get; init; }

    /// <summary>The commit.</summary>
    public required Checksum Commit { get; init; }

    /// <summary>Entries in the archive: directories, files, links.</summary>
    public required long Entries { get; init; }

    /// <summary>Entries that are hard links to a file with the same content, owner and mode.</summary>
    public required long HardLinks { get; init; }

    /// <summary>Bytes of the archive.</summary>
    public required long Size { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The repository of the commit.</summary>
    public required string Repository { get; init; }

    /// <summary>The archive.</summary>
    public override string ToString() => Path ?? Commit.ToString();
}
