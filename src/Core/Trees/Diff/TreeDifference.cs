namespace OstreePS.Core.Trees.Diff;

/// <summary>A path that is not the same in two trees.</summary>
/// <param name="Path">The path, with a slash in front.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Changes">In which ways it was modified; none when it was added or removed.</param>
/// <param name="Reference">What the reference says of it; null when it was added.</param>
/// <param name="Difference">What the difference says of it; null when it was removed.</param>
public sealed record TreeDifference(string Path, TreeDifferenceStatus Status, TreeChanges Changes, TreeFacts? Reference, TreeFacts? Difference)
{
    /// <summary>Upstream's letter and the path: <c>M /usr/bin/sh</c>.</summary>
    public override string ToString() => $"{(Status == TreeDifferenceStatus.Removed ? 'D' : Status.ToString()[0])} {Path}";
}
