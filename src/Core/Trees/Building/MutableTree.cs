using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>
/// A directory that is being put together. What comes from a commit is read only where something changes; the rest stays a
/// checksum, whose objects need not be written again.
/// </summary>
/// <remarks>Not for several threads, except that different directories of one tree may change at once.</remarks>
public sealed class MutableTree
{
    /// <summary>As deep as a path of Linux can be; a tree that is deeper cannot be checked out.</summary>
    private const int MaxDepth = 2048;

    private static readonly Checksum s_empty = new(System.Security.Cryptography.SHA256.HashData(DirTree.Empty.ToBytes()));
    private readonly MutableTree? _parent;
    private readonly int _depth;
    private readonly Dictionary<string, FileSlot> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MutableTree> _directories = new(StringComparer.Ordinal);
    private ObjectLoader? _unread;
    private Checksum _stored;

    // Apart from the checksum, because a directory may be marked changed from below while others read it.
    private volatile bool _isStored;

    /// <summary>An empty tree, whose root has no metadata yet.</summary>
    public MutableTree()
    {
    }

    private MutableTree(MutableTree parent)
    {
        _parent = parent;
        _depth = parent._depth + 1;
        if (_depth > MaxDepth)
            throw new OstreeException(OstreeFault.InvalidPath, $"The tree is more than {MaxDepth} directories deep.", remedy: "Commit a tree that a file system can hold.");
    }

    /// <summary>The dirmeta object; null until it is set.</summary>
    public Checksum? Meta { get; private set; }

    /// <summary>The names of the files in the directory, in no order.</summary>
    /// <exception cref="OstreeException">The directory is read for this; a fault of its object.</exception>
    public IEnumerable<string> Files => Read()._files.Keys;

    /// <summary>The names of the directories in the directory, in no order.</summary>
    /// <exception cref="OstreeException">The directory is read for this; a fault of its object.</exception>
    public IEnumerable<string> Directories => Read()._directories.Keys;

    /// <summary>A tree that is, for now, what a repository has under two checksums. Nothing is read yet.</summary>
    public static MutableTree Of(ObjectLoader objects, Checksum tree, Checksum meta)
    {
        var result = new MutableTree();
        result.Become(objects, tree);
        result.Meta = meta;
        return result;
    }

    /// <summary>Sets the dirmeta object of the directory.</summary>
    public void SetMeta(Checksum meta)
    {
        if (Meta == meta)
            return;
        _parent?.MarkChanged();
        Meta = meta;
    }

    /// <summary>Puts a file under a name, in place of a file that is there.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.TreeConflict"/> when a directory has the name; <see cref="OstreeFault.InvalidName"/>.</exception>
    public void ReplaceFile(string name, Checksum content) => ReplaceFile(name, new FileSlot(content));

    /// <summary>The directory of a name, made where it is missing.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.TreeConflict"/> when a file has the name; <see cref="OstreeFault.InvalidName"/>.</exception>
    public MutableTree EnsureDirectory(string name)
    {
        FileName.Validate(name, "The tree");
        Read();
        if (_files.ContainsKey(name))
            throw new OstreeException(OstreeFault.TreeConflict, $"Can't replace file with directory: {name}", name, "Leave one of the two out; -SkipList or -Filter can do so.");
        if (_directories.TryGetValue(name, out MutableTree? known))
            return known;
        MarkChanged();
        var made = new MutableTree(this);
        _directories.Add(name, made);
        return made;
    }

    /// <summary>Takes a file or directory away.</summary>
    /// <returns>False when there was nothing of that name.</returns>
    public bool Remove(string name)
    {
        Read();
        if (!_files.Remove(name) && !_directories.Remove(name))
            return false;
        MarkChanged();
        return true;
    }

    /// <summary>The directory of a name; null when there is none.</summary>
    public MutableTree? FindDirectory(string name) => Read()._directories.GetValueOrDefault(name);

    /// <summary>The content of the file of a name; null when there is none.</summary>
    public Checksum? FindFile(string name) => Read()._files.TryGetValue(name, out FileSlot? slot) ? slot.Checksum : null;

    /// <summary>Lays a directory of a repository over this one: its metadata and files win, directories are merged.</summary>
    /// <param name="objects">The repository.</param>
    /// <param name="tree">The dirtree object.</param>
    /// <param name="meta">The dirmeta object.</param>
    /// <returns>How many files were laid one by one; 0 where a whole directory could be taken over unread.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.TreeConflict"/>, or a fault of an object.</exception>
    public long Overlay(ObjectLoader objects, Checksum tree, Checksum meta)
    {
        if (TryTakeOver(objects, tree, meta))
            return 0;
        SetMeta(meta);
        DirTree listing = objects.LoadDirTree(tree);
        long count = listing.Files.Count;
        foreach (DirTree.FileEntry file in listing.Files)
            ReplaceFile(file.Name, file.Checksum);
        foreach (DirTree.DirectoryEntry directory in listing.Directories)
            count += EnsureDirectory(directory.Name).Overlay(objects, directory.Tree, directory.Meta);
        return count;
    }

    /// <summary>Writes the dirtree objects of all that changed.</summary>
    /// <returns>The dirtree and dirmeta of this directory.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.EmptyTree"/> when a directory has no metadata; a fault of the repository.</exception>
    public (Checksum Tree, Checksum Meta) Write(Transaction transaction)
    {
        Checksum meta = Meta ?? throw new OstreeException(
            OstreeFault.EmptyTree,
            _parent is null ? "The tree has no root directory, so there is nothing to commit." : "A directory of the tree has no owner and mode.",
            remedy: "Add a source that has it; for an archive that lacks directories there is -TarAutocreateParents.");
        if (!_isStored)
        {
            var files = new DirTree.FileEntry[_files.Count];
            int next = 0;
            foreach ((string name, FileSlot slot) in _files)
                files[next++] = new DirTree.FileEntry(name, slot.Checksum);
            Array.Sort(files, static (a, b) => Utf8Order.CompareNames(a.Name, b.Name));
            var directories = new DirTree.DirectoryEntry[_directories.Count];
            next = 0;
            foreach ((string name, MutableTree child) in _directories)
            {
                (Checksum childTree, Checksum childMeta) = child.Write(transaction);
                directories[next++] = new DirTree.DirectoryEntry(name, childTree, childMeta);
            }

            Array.Sort(directories, static (a, b) => Utf8Order.CompareNames(a.Name, b.Name));
            _stored = transaction.WriteMetadata(ObjectType.DirTree, new DirTree(files, directories).ToBytes());
            _isStored = true;
        }

        return (_stored, meta);
    }

    internal void ReplaceFile(string name, FileSlot slot)
    {
        FileName.Validate(name, "The tree");
        Read();
        if (_directories.ContainsKey(name))
            throw new OstreeException(OstreeFault.TreeConflict, $"Can't replace directory with file: {name}", name, "Leave one of the two out; -SkipList or -Filter can do so.");
        MarkChanged();
        _files[name] = slot;
    }

    internal FileSlot? FindSlot(string name) => Read()._files.GetValueOrDefault(name);

    private bool TryTakeOver(ObjectLoader objects, in Checksum tree, in Checksum meta)
    {
        if (_unread is null)
        {
            if (_files.Count > 0 || _directories.Count > 0)
                return false;
        }
        else if (tree != _stored && _stored != s_empty)
        {
            if (tree != s_empty)
                return false;
            SetMeta(meta);
            return true;
        }

        SetMeta(meta);
        if (!_isStored || _stored != tree)
        {
            MarkChanged();
            Become(objects, tree);
        }

        return true;
    }

    private void Become(ObjectLoader objects, in Checksum tree)
    {
        _unread = objects;
        _stored = tree;
        _isStored = true;
    }

    private MutableTree Read()
    {
        if (_unread is not { } objects)
            return this;
        DirTree listing = objects.LoadDirTree(_stored);
        foreach (DirTree.FileEntry file in listing.Files)
            _files.Add(file.Name, new FileSlot(file.Checksum));
        foreach (DirTree.DirectoryEntry directory in listing.Directories)
        {
            var child = new MutableTree(this) { Meta = directory.Meta };
            child.Become(objects, directory.Tree);
            _directories.Add(directory.Name, child);
        }

        _unread = null;
        return this;
    }

    private void MarkChanged()
    {
        for (MutableTree? tree = this; tree is { _isStored: true }; tree = tree._parent)
            tree._isStored = false;
    }
}
