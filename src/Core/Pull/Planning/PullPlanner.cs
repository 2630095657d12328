using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Planning;

/// <summary>
/// Knows which objects a pull still wants: a state machine without input or output. Commits lead to directories, directories to
/// files; what was found of content is handed out before more is looked for, so that little waits here. Not safe from several threads.
/// </summary>
/// <param name="scope">What is wanted of each commit.</param>
/// <param name="commitsOnly">Whether trees are left out.</param>
internal sealed class PullPlanner(PullScope scope, bool commitsOnly)
{
    private const int EnoughContent = 8192;
    private readonly Stack<MetadataRequest> _metadata = new();
    private readonly Queue<Checksum> _content = new();
    private readonly HashSet<ObjectName> _seenMetadata = [];
    private readonly HashSet<Checksum> _seenContent = [];
    private readonly Dictionary<Checksum, int> _depths = [];

    /// <summary>Metadata objects that were ever asked for.</summary>
    internal int MetadataSeen => _seenMetadata.Count;

    /// <summary>Content objects that were ever asked for.</summary>
    internal int ContentSeen => _seenContent.Count;

    /// <summary>Asks for a commit and so many of its ancestors; -1 for all.</summary>
    internal void AddCommit(Checksum commit, int depth, PullRef? wanted, bool isParent = false)
    {
        // A commit that was asked for with fewer ancestors is looked at again when more of them are wanted, or when a ref asks for it.
        if (wanted is null && _depths.TryGetValue(commit, out int known) && (known == -1 || (depth != -1 && depth <= known)))
            return;
        _depths[commit] = depth;
        _metadata.Push(new MetadataRequest(new ObjectName(commit, ObjectType.Commit), scope, depth, wanted, isParent));
    }

    /// <summary>Says what a commit has led to.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="isComplete">Whether its tree is known to be here already.</param>
    internal void Complete(in MetadataRequest request, Commit commit, bool isComplete)
    {
        if (request.Depth != 0 && commit.Parent is { } parent)
            AddCommit(parent, request.Depth > 0 ? request.Depth - 1 : -1, wanted: null, isParent: true);
        if (commitsOnly || isComplete)
            return;
        AddMetadata(new ObjectName(commit.RootMeta, ObjectType.DirMeta), PullScope.All);
        AddMetadata(new ObjectName(commit.RootTree, ObjectType.DirTree), scope);
    }

    /// <summary>Says what a directory has led to.</summary>
    internal void Complete(in MetadataRequest request, DirTree tree)
    {
        foreach (DirTree.FileEntry file in tree.Files)
        {
            if (request.Scope.HasFile(file.Name) && _seenContent.Add(file.Checksum))
                _content.Enqueue(file.Checksum);
        }

        foreach (DirTree.DirectoryEntry directory in tree.Directories)
        {
            if (request.Scope.Below(directory.Name) is not { } below)
                continue;
            AddMetadata(new ObjectName(directory.Meta, ObjectType.DirMeta), PullScope.All);
            AddMetadata(new ObjectName(directory.Tree, ObjectType.DirTree), below);
        }
    }

    /// <summary>Takes the next metadata object to fetch; false when there is none for now.</summary>
    internal bool TryTakeMetadata(out MetadataRequest request)
    {
        request = default;
        return _content.Count < EnoughContent && _metadata.TryPop(out request);
    }

    /// <summary>Takes content objects to fetch.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="least">How many it must be, or none are taken.</param>
    internal IReadOnlyList<Checksum> TakeContent(int most, int least)
    {
        if (_content.Count < least || _content.Count == 0)
            return [];
        var batch = new Checksum[Math.Min(most, _content.Count)];
        for (int i = 0; i < batch.Length; i++)
            batch[i] = _content.Dequeue();
        return batch;
    }

    private void AddMetadata(in ObjectName name, PullScope below)
    {
        // A directory that is wanted in part can be wanted in another part elsewhere.
        if (!below.IsAll || _seenMetadata.Add(name))
            _metadata.Push(new MetadataRequest(name, below));
    }
}
