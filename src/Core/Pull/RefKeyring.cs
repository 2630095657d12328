namespace OstreePS.Core.Pull;

/// <summary>Which remote's keys a ref is verified with, when that is not the remote that is pulled from.</summary>
/// <param name="CollectionId">The collection of the ref.</param>
/// <param name="Name">The ref; null for all refs of the collection.</param>
/// <param name="Remote">The remote whose keys count.</param>
public sealed record RefKeyring(string CollectionId, string? Name, string Remote)
{
    /// <summary>Whether a ref is meant.</summary>
    internal bool Covers(PullRef wanted)
        => string.Equals(CollectionId, wanted.CollectionId, StringComparison.Ordinal) && (Name is null || string.Equals(Name, wanted.Name, StringComparison.Ordinal));
}
