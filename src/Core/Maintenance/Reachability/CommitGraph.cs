using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>The commits of a repository and who is whose parent; each commit is read once.</summary>
/// <param name="objects">Reads the commits, those of parent repositories too.</param>
/// <param name="absent">A commit to treat as if it were deleted already.</param>
internal sealed class CommitGraph(ObjectLoader objects, Checksum? absent)
{
    private readonly Dictionary<Checksum, CommitNode?> _nodes = [];

    /// <summary>A commit; null when it is not there, as the history before a shallow pull is not.</summary>
    internal CommitNode? Find(in Checksum checksum)
    {
        if (_nodes.TryGetValue(checksum, out CommitNode? node))
            return node;
        if (checksum != absent && objects.TryLoadCommit(checksum) is { } commit)
            node = CommitNode.Of(checksum, commit);
        _nodes.Add(checksum, node);
        return node;
    }

    /// <summary>A commit and what came before it, as far as it is there.</summary>
    internal IEnumerable<CommitNode> History(Checksum tip)
    {
        for (CommitNode? node = Find(tip); node is not null; node = node.Parent is { } parent ? Find(parent) : null)
            yield return node;
    }
}
