namespace OstreePS.Core.Pull;

/// <summary>A ref to pull, and where it goes.</summary>
/// <param name="Name">The name at the source.</param>
/// <param name="CollectionId">The collection that it belongs to; null when that does not matter.</param>
/// <param name="Commit">The commit to take instead of the one that the ref names at the source; null for that one.</param>
public sealed record PullRef(string Name, string? CollectionId = null, Objects.Checksum? Commit = null)
{
    /// <summary>The name as a person reads it.</summary>
    public override string ToString() => CollectionId is null ? Name : $"({CollectionId}, {Name})";
}
