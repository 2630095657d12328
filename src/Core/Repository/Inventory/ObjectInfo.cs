using OstreePS.Core.Objects;

namespace OstreePS.Core.Repository.Inventory;

/// <summary>An object in a repository, unread.</summary>
public record ObjectInfo
{
    /// <summary>The checksum that names it.</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>What it is.</summary>
    public required ObjectType Type { get; init; }

    /// <summary>Bytes that it takes in the repository: compressed ones for content in an archive.</summary>
    public required long StoredSize { get; init; }

    /// <summary>Whether it lies in a parent of the repository that was asked.</summary>
    public bool IsInParent { get; init; }

    /// <summary>The path of the repository that was asked.</summary>
    public required string Repository { get; init; }

    /// <summary>The name as upstream writes it: <c>checksum.type</c>.</summary>
    public string Name => new ObjectName(Checksum, Type).ToString();

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
