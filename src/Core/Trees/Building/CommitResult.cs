using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Building;

/// <summary>What a commit came to.</summary>
/// <remarks>The counts are those of upstream's <c>commit --table-output</c>.</remarks>
public sealed record CommitResult
{
    /// <summary>The new commit; the parent where nothing had changed and that was to be skipped.</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>The ref that names it; null for an orphan.</summary>
    public string? Branch { get; init; }

    /// <summary>The commit before it.</summary>
    public Checksum? Parent { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The dirtree object of the root.</summary>
    public required Checksum RootTree { get; init; }

    /// <summary>The dirmeta object of the root.</summary>
    public required Checksum RootMeta { get; init; }

    /// <summary>Whether no commit was made because the tree is that of the parent.</summary>
    public bool Unchanged { get; init; }

    /// <summary>Metadata objects dealt with: directories, their metadata, the commit.</summary>
    public required long MetadataTotal { get; init; }

    /// <summary>Metadata objects that were new.</summary>
    public required long MetadataWritten { get; init; }

    /// <summary>Content objects dealt with: files and symbolic links.</summary>
    public required long ContentTotal { get; init; }

    /// <summary>Content objects that were new.</summary>
    public required long ContentWritten { get; init; }

    /// <summary>Bytes of the new content objects, uncompressed.</summary>
    public required long ContentBytesWritten { get; init; }

    /// <summary>Files that were known to be objects of the repository, and so not read; not in the other counts.</summary>
    public long ContentCacheHits { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The repository that holds it.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit's name.</summary>
    public override string ToString() => Checksum.ToString();
}
