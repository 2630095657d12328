using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Finding;

/// <summary>The order of results, which is upstream's to the letter: finder, the older summary, the fewer refs, the name of the place.</summary>
internal sealed class FoundRemoteOrder : IComparer<FoundRemote>
{
    internal static FoundRemoteOrder Instance { get; } = new();

    public int Compare(FoundRemote? x, FoundRemote? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Priority != y.Priority)
            return x.Priority.CompareTo(y.Priority);
        if (x.LastModified is { } one && y.LastModified is { } two && one != two)
            return one.CompareTo(two);
        return x.Refs.Count != y.Refs.Count
            ? x.Refs.Count.CompareTo(y.Refs.Count)
            : Utf8Order.CompareNames(x.Place.Name, y.Place.Name);
    }
}
