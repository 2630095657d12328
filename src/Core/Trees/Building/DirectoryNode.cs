using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Building;

/// <summary>A directory on its way into the repository. Its dirtree can be written when nothing in it is pending any more.</summary>
internal sealed class DirectoryNode
{
    private readonly Lazy<DirTree?> _earlier;
    private int _pending = 1;

    internal DirectoryNode(DirectoryNode? parent, int index, string name, DirectoryHandle handle, Checksum meta, Func<DirTree?> earlier)
    {
        Parent = parent;
        Index = index;
        Name = name;
        Handle = handle;
        Meta = meta;
        _earlier = new Lazy<DirTree?>(earlier);
    }

    internal DirectoryNode? Parent { get; }

    /// <summary>The slot in the parent's <see cref="Directories"/>.</summary>
    internal int Index { get; }

    internal string Name { get; }

    internal DirectoryHandle Handle { get; }

    internal Checksum Meta { get; }

    /// <summary>Where the content of the directory goes when it is laid over other sources; null when it is written as it is.</summary>
    internal MutableTree? Target { get; init; }

    internal DirTree.FileEntry[] Files { get; private set; } = [];

    internal DirTree.DirectoryEntry[] Directories { get; private set; } = [];

    /// <summary>The same directory in the parent commit, where it is at hand: what is in it has probably not changed.</summary>
    internal DirTree? Earlier => _earlier.Value;

    /// <summary>Says how much is in the directory. The walker itself stays pending until <see cref="Complete"/>.</summary>
    internal void Expect(int files, int directories)
    {
        Files = new DirTree.FileEntry[files];
        Directories = new DirTree.DirectoryEntry[directories];
        Interlocked.Add(ref _pending, files + directories);
    }

    /// <summary>Reports that some of what was pending is done.</summary>
    /// <returns>True for the caller that reported the last of it, who then writes the dirtree.</returns>
    internal bool Complete(int count) => Interlocked.Add(ref _pending, -count) == 0;

    internal static DirTree? EarlierOf(DirectoryNode parent, string name, ObjectLoader objects)
        => parent.Earlier?.FindDirectory(name) is { } entry ? TryLoad(objects, entry.Tree) : null;

    /// <summary>A dirtree of an earlier commit; null when a partial commit lacks it, for it only serves to guess.</summary>
    internal static DirTree? TryLoad(ObjectLoader objects, Checksum tree)
    {
        try
        {
            return objects.LoadDirTree(tree);
        }
        catch (OstreeException e) when (e.Fault is OstreeFault.ObjectNotFound or OstreeFault.CorruptObject)
        {
            return null;
        }
    }
}
