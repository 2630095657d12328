using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>
/// Finds which commits need some objects. Directories are walked once: of each that leads to none of the objects only its
/// checksum is remembered, of the others a node. Each commit then walks the nodes only.
/// </summary>
internal sealed class AffectedCommits
{
    private readonly ObjectLoader _objects;
    private readonly Dictionary<ObjectName, int> _wanted = [];
    private readonly Dictionary<Checksum, Node?> _directories = [];
    private readonly List<List<Checksum>> _commits = [];

    internal AffectedCommits(ObjectLoader objects, IEnumerable<ObjectName> wanted)
    {
        _objects = objects;
        foreach (ObjectName name in wanted)
        {
            if (_wanted.TryAdd(Key(name), _commits.Count))
                _commits.Add([]);
        }
    }

    /// <summary>The commits that were found to need an object, in the order in which they were added.</summary>
    internal IReadOnlyList<Checksum> Of(in ObjectName name) => _wanted.TryGetValue(Key(name), out int index) ? _commits[index] : [];

    /// <summary>Looks for the objects in a commit.</summary>
    internal void Add(in Checksum checksum, in Checksum tree, in Checksum meta, CancellationToken stop)
    {
        var found = new HashSet<int>();
        Take(new ObjectName(checksum, ObjectType.Commit), found);
        Take(new ObjectName(checksum, ObjectType.CommitMeta), found);
        Take(new ObjectName(meta, ObjectType.DirMeta), found);
        if (NodeOf(tree, stop) is { } root)
        {
            var seen = new HashSet<Node> { root };
            var left = new Stack<Node>(seen);
            while (left.TryPop(out Node? node))
            {
                found.UnionWith(node.Direct);
                foreach (Node below in node.Below)
                {
                    if (seen.Add(below))
                        left.Push(below);
                }
            }
        }

        foreach (int index in found)
            _commits[index].Add(checksum);
    }

    // The attributes of a file belong to whoever has the file.
    private static ObjectName Key(in ObjectName name) => name.Type == ObjectType.FileXattrsLink ? name with { Type = ObjectType.File } : name;

    private void Take(in ObjectName name, HashSet<int> found)
    {
        if (_wanted.TryGetValue(name, out int index))
            found.Add(index);
    }

    // Depth first with a stack of its own, for trees may be deep.
    private Node? NodeOf(in Checksum root, CancellationToken stop)
    {
        if (_directories.TryGetValue(root, out Node? known))
            return known;
        var open = new Stack<Frame>();
        open.Push(new Frame(root, this));
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            Frame top = open.Peek();
            if (top.Next < top.Directories.Count)
            {
                Checksum below = top.Directories[top.Next];
                if (!_directories.TryGetValue(below, out Node? node))
                {
                    open.Push(new Frame(below, this));
                    continue;
                }

                top.Next++;
                if (node is not null)
                    top.Node.Below.Add(node);
                continue;
            }

            open.Pop();
            Node? result = top.Node.Direct.Count + top.Node.Below.Count > 0 ? top.Node : null;
            _directories[top.Checksum] = result;
            if (open.Count == 0)
                return result;
        }
    }

    private DirTree TreeOf(in Checksum checksum)
    {
        try
        {
            return _objects.LoadDirTree(checksum);
        }
        catch (OstreeException)
        {
            // It is a defect itself, and what is below it cannot be known.
            return DirTree.Empty;
        }
    }

    private sealed class Node
    {
        internal HashSet<int> Direct { get; } = [];

        internal List<Node> Below { get; } = [];
    }

    private sealed class Frame
    {
        internal Frame(in Checksum checksum, AffectedCommits owner)
        {
            Checksum = checksum;
            owner.Take(new ObjectName(checksum, ObjectType.DirTree), Node.Direct);
            DirTree tree = owner.TreeOf(checksum);
            foreach (DirTree.FileEntry file in tree.Files)
                owner.Take(new ObjectName(file.Checksum, ObjectType.File), Node.Direct);
            var directories = new List<Checksum>(tree.Directories.Count);
            foreach (DirTree.DirectoryEntry directory in tree.Directories)
            {
                owner.Take(new ObjectName(directory.Meta, ObjectType.DirMeta), Node.Direct);
                directories.Add(directory.Tree);
            }

            Directories = directories;
        }

        internal Checksum Checksum { get; }

        internal Node Node { get; } = new();

        internal IReadOnlyList<Checksum> Directories { get; }

        internal int Next { get; set; }
    }
}
