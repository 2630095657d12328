using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Walking;

/// <summary>The tree of a commit, read-only: finds paths, lists directories, opens files. May be used from several threads.</summary>
public sealed class CommitTree
{
    private readonly ItemReader _reader;
    private readonly TreeEntry _rootEntry;

    private CommitTree(OstreeRepository repository, Checksum checksum, Commit commit)
    {
        Repository = repository;
        Checksum = checksum;
        Commit = commit;
        _reader = new ItemReader(repository, checksum);
        _rootEntry = new TreeEntry(TreePath.Root, TreePath.Root, commit.RootTree, commit.RootMeta);
    }

    /// <summary>Where the commit is.</summary>
    public OstreeRepository Repository { get; }

    /// <summary>The commit's checksum.</summary>
    public Checksum Checksum { get; }

    /// <summary>The commit.</summary>
    public Commit Commit { get; }

    /// <summary>Opens the tree of a commit.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public static CommitTree Open(OstreeRepository repository, Checksum commit)
        => new(repository, commit, repository.Objects.LoadCommit(commit));

    /// <summary>The root directory.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public TreeItem GetRoot() => _reader.Read(_rootEntry);

    /// <summary>The item at a path. Symbolic links are not followed: a path through one is refused, one at its end is the item.</summary>
    /// <param name="path">A path as <see cref="TreePath"/> takes it.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.PathNotInCommit"/>, <see cref="OstreeFault.NotADirectory"/>,
    /// <see cref="OstreeFault.InvalidPath"/>, or a fault of an object on the way.</exception>
    public TreeItem Find(string path)
        => TryFind(path) ?? throw NotThere(path);

    /// <summary>The item at a path; null when there is none.</summary>
    /// <exception cref="OstreeException">As <see cref="Find"/>, but for <see cref="OstreeFault.PathNotInCommit"/>.</exception>
    public TreeItem? TryFind(string path)
        => new PathResolver(this, followLinks: false).TryResolve(path) is { } entry ? _reader.Read(entry) : null;

    /// <summary>The file or directory that a path leads to when symbolic links are followed within the commit, as the kernel would with the commit as root.</summary>
    /// <exception cref="OstreeException">As <see cref="Find"/>, or <see cref="OstreeFault.SymlinkLoop"/>.</exception>
    public TreeItem FindTarget(string path)
    {
        var resolver = new PathResolver(this, followLinks: true);
        return resolver.TryResolve(path) is { } entry ? _reader.Read(entry) : throw NotThere(path, resolver.MissingTarget);
    }

    /// <summary>Lists what is below a directory, in upstream's order: files, then each directory followed by its own content.</summary>
    /// <param name="directory">A directory of this tree.</param>
    /// <param name="depth">How many levels to go down: 0 for its children, <see cref="int.MaxValue"/> for everything.</param>
    /// <param name="unread">Hears of items below the directory that cannot be read, each with its path and once; they are passed over. Null makes each an error.</param>
    /// <param name="stop">Ends the listing.</param>
    /// <returns>A sequence that reads as it is enumerated and holds only a few hundred items at a time.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.NotADirectory"/>, or a fault of an object, in its place in the sequence.</exception>
    public IEnumerable<TreeItem> Enumerate(TreeItem directory, int depth, Action<OstreeException>? unread, CancellationToken stop)
    {
        if (directory.MetaChecksum is not { } meta)
            throw NotADirectory(directory.Path, directory.Target);
        var start = new TreeEntry(directory.Path, directory.Name, directory.Checksum, meta);
        if (unread is null)
            return ItemStream.Run(new EntryWalk(Repository.Objects, depth, start), _reader, unread: null, stop);
        var told = new HashSet<string>(StringComparer.Ordinal);
        return ItemStream.Run(new EntryWalk(Repository.Objects, depth, start, Tell), _reader, Tell, stop);

        void Tell(string path, OstreeException fault)
        {
            if (told.Add(path))
                unread(new OstreeException(fault.Fault, $"'{path}' in commit {Checksum} cannot be listed: {fault.Message}", path, fault.Remedy, fault));
        }
    }

    /// <summary>Lists what is below a directory; what cannot be read is an error.</summary>
    /// <inheritdoc cref="Enumerate(TreeItem, int, Action{OstreeException}?, CancellationToken)"/>
    public IEnumerable<TreeItem> Enumerate(TreeItem directory, int depth, CancellationToken stop = default) => Enumerate(directory, depth, unread: null, stop);

    /// <summary>The items whose path matches a pattern, part by part.</summary>
    /// <param name="pattern">A path of which some parts are patterns.</param>
    /// <param name="matcherOf">The test of a part that is a pattern; null for a part that stands for itself.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPath"/>, or a fault of an object on the way.</exception>
    public IEnumerable<TreeItem> Match(string pattern, Func<string, Func<string, bool>?> matcherOf)
        => TreeGlob.Match(this, TreePath.Split(pattern), matcherOf).Select(entry => _reader.Read(entry));

    /// <summary>The content of a regular file, streamed and verified: the last read throws when the bytes do not match the checksum.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.IsADirectory"/>, <see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public Stream OpenContent(TreeItem file)
        => file.IsDirectory
            ? throw new OstreeException(OstreeFault.IsADirectory, $"'{file.Path}' in commit {Checksum} is a directory and has no content.", file.Path, "Name a file; Get-OstreeChildItem lists a directory.")
            : Repository.Objects.OpenPayload(file.Checksum);

    internal TreeEntry RootEntry => _rootEntry;

    internal TreeItem Read(in TreeEntry entry) => _reader.Read(entry);

    internal OstreeException NotThere(string path, string? target = null) => new(
        OstreeFault.PathNotInCommit,
        target is null ? $"There is no '{path}' in commit {Checksum}." : $"'{path}' in commit {Checksum} leads to '{target}', which is not there.",
        path,
        "Get-OstreeChildItem lists what the commit has.");

    internal OstreeException NotADirectory(string path, string? linkTarget) => new(
        OstreeFault.NotADirectory,
        linkTarget is null
            ? $"'{path}' in commit {Checksum} is a file, not a directory."
            : $"'{path}' in commit {Checksum} is a symbolic link to '{linkTarget}', not a directory.",
        path,
        linkTarget is null ? "Name a directory." : "Name the directory that the link leads to.");
}
