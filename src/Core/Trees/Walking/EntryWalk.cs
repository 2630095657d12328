using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Walking;

/// <summary>Goes through the entries below a directory in upstream's order: a directory's files, then each directory followed by what is in it.</summary>
/// <remarks>Holds the dirtrees between the start and where it is, nothing else, so a tree may be as large as it likes.</remarks>
internal sealed class EntryWalk
{
    private readonly ObjectLoader _objects;
    private readonly int _depth;
    private readonly Action<string, OstreeException>? _unread;
    private readonly Stack<Level> _levels = new();
    private TreeEntry? _unopened;

    /// <param name="objects">Reads dirtrees.</param>
    /// <param name="depth">How many levels to go down: 0 for the children of the start only.</param>
    /// <param name="start">A directory.</param>
    /// <param name="unread">Hears of directories below it that cannot be read, which are then passed over; null for an error.</param>
    internal EntryWalk(ObjectLoader objects, int depth, in TreeEntry start, Action<string, OstreeException>? unread = null)
    {
        _unread = unread;
        _objects = objects;
        _depth = depth;
        _unopened = start;
    }

    /// <summary>Goes to the next entry.</summary>
    /// <exception cref="OstreeException">A dirtree is missing or corrupt.</exception>
    internal bool TryNext(out TreeEntry entry)
    {
        if (_unopened is { } directory)
        {
            _unopened = null;
            Open(directory);
        }

        while (_levels.TryPeek(out Level? level))
        {
            if (level.TryNext(out entry))
            {
                if (entry.Meta is not null && _levels.Count <= _depth)
                    _unopened = entry;
                return true;
            }

            _levels.Pop();
        }

        entry = default;
        return false;
    }

    private void Open(in TreeEntry directory)
    {
        try
        {
            _levels.Push(new Level(_objects.LoadDirTree(directory.Checksum), directory.Path));
        }
        catch (OstreeException e) when (_unread is not null && _levels.Count > 0)
        {
            _unread(directory.Path, e);
        }
    }

    private sealed class Level(DirTree tree, string path)
    {
        private int _next;

        internal bool TryNext(out TreeEntry entry)
        {
            int index = _next++;
            if (index < tree.Files.Count)
            {
                DirTree.FileEntry file = tree.Files[index];
                entry = new TreeEntry(TreePath.Combine(path, file.Name), file.Name, file.Checksum, Meta: null);
                return true;
            }

            index -= tree.Files.Count;
            if (index < tree.Directories.Count)
            {
                DirTree.DirectoryEntry directory = tree.Directories[index];
                entry = new TreeEntry(TreePath.Combine(path, directory.Name), directory.Name, directory.Tree, directory.Meta);
                return true;
            }

            entry = default;
            return false;
        }
    }
}
