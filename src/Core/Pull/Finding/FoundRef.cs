using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Finding;

/// <summary>A ref that a place has, at the newest commit that any place has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CollectionId">Its collection.</param>
/// <param name="Checksum">The commit.</param>
/// <param name="Timestamp">When the commit was made, in UTC; null when nothing tells.</param>
public sealed record FoundRef(string Name, string CollectionId, Checksum Checksum, DateTimeOffset? Timestamp)
{
    /// <summary>The ref as a person reads it.</summary>
    public override string ToString() => $"({CollectionId}, {Name})";
}
