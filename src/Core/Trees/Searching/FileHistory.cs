using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Trees.Diff;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Searching;

/// <summary>Tells which commits brought, changed or removed a path.</summary>
/// <remarks>
/// Of neighbouring commits only the directories on the way to the path are compared, by their checksums: what both have the same is
/// not read, so a commit that left the path alone costs no more than its commit object and the directories that it changed on the way.
/// </remarks>
public sealed class FileHistory
{
    private readonly OstreeRepository _repository;
    private readonly CommitReader _commits;
    private readonly ProgressCounter _progress;
    private readonly string[] _parts;
    private readonly (Checksum Checksum, DirTree Listing)?[] _levels;

    /// <summary>Looks at one path.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="path">A path as <see cref="TreePath"/> takes it; links on the way are not followed.</param>
    /// <param name="observer">Hears of progress.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPath"/>.</exception>
    public FileHistory(OstreeRepository repository, string path, IOperationObserver observer)
    {
        ArgumentNullException.ThrowIfNull(repository);
        _repository = repository;
        _commits = new CommitReader(repository, observer);
        _progress = new ProgressCounter(observer, "Reading commits");
        _parts = TreePath.Split(path);
        _levels = new (Checksum, DirTree)?[_parts.Length];
        Path = TreePath.Normalize(path);
    }

    /// <summary>The path, as output has it.</summary>
    public string Path { get; }

    /// <summary>The commits that did something to the path, newest first.</summary>
    /// <param name="tip">The commit to start from.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.PathNotInCommit"/> when no commit has the path; a fault of an object in its place in the sequence.</exception>
    public IEnumerable<FileChange> Walk(Checksum tip, CancellationToken stop)
    {
        bool any = false;
        Checksum current = tip;
        Commit commit = _repository.Objects.TryLoadCommit(tip) ?? throw Missing(tip);
        Entry? after = Find(commit);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            _progress.CountItem();
            Commit? parent = commit.Parent is { } checksum ? _repository.Objects.TryLoadCommit(checksum) : null;
            Entry? before = parent is null ? null : Find(parent);
            if (before != after)
            {
                any = true;
                yield return Describe(current, before, after, isFirstKnown: parent is null && commit.Parent is not null, stop);
            }

            if (parent is null)
                break;
            (current, commit, after) = (commit.Parent!.Value, parent, before);
        }

        if (!any)
            throw new OstreeException(OstreeFault.PathNotInCommit, $"There is no '{Path}' in commit {tip}, nor in those before it.", Path, "Find-OstreeFile -AllRefs -History looks for a name in all commits.");
    }

    private Entry? Find(Commit commit)
    {
        var entry = new Entry(commit.RootTree, commit.RootMeta);
        for (int level = 0; level < _parts.Length; level++)
        {
            if (entry.Meta is null)
                return null;
            DirTree listing = ListingOf(level, entry.Checksum);
            if (listing.FindDirectory(_parts[level]) is { } directory)
                entry = new Entry(directory.Tree, directory.Meta);
            else if (listing.FindFile(_parts[level]) is { } file)
                entry = new Entry(file.Checksum, Meta: null);
            else
                return null;
        }

        return entry;
    }

    private DirTree ListingOf(int level, in Checksum checksum)
    {
        if (_levels[level] is { } known && known.Checksum == checksum)
            return known.Listing;
        DirTree listing = _repository.Objects.LoadDirTree(checksum);
        _levels[level] = (checksum, listing);
        return listing;
    }

    private FileChange Describe(in Checksum commit, Entry? before, Entry? after, bool isFirstKnown, CancellationToken stop)
    {
        CommitInfo info = _commits.Read(commit);
        var comparer = new ItemComparer(_progress, stop);
        if (before is null)
            return new FileChange(Path, isFirstKnown ? FileChangeKind.Present : FileChangeKind.Added, TreeChanges.None, before: null, FactsOf(after!.Value), after.Value.Checksum, info);
        if (after is null)
            return new FileChange(Path, FileChangeKind.Removed, TreeChanges.None, FactsOf(before.Value), after: null, content: null, info);
        TreeDifference? difference = comparer.Compare(Path, Side(before.Value), Side(after.Value));
        TreeChanges changes = difference?.Changes ?? TreeChanges.None;
        if (before.Value.Meta is not null && after.Value.Meta is not null && before.Value.Checksum != after.Value.Checksum)
            changes |= TreeChanges.Content;
        return new FileChange(Path, FileChangeKind.Modified, changes, difference?.Reference ?? FactsOf(before.Value), difference?.Difference ?? FactsOf(after.Value), after.Value.Checksum, info);
    }

    private TreeFacts FactsOf(Entry entry)
    {
        using SideItem side = Side(entry);
        return side.Load();
    }

    private SideItem Side(Entry entry)
    {
        string name = _parts is [] ? TreePath.Root : _parts[^1];
        return entry.Meta is { } meta
            ? new CommitSubdirectory(_repository.Objects, new DirTree.DirectoryEntry(name, entry.Checksum, meta))
            : new CommitFile(_repository.Objects, new DirTree.FileEntry(name, entry.Checksum));
    }

    private OstreeException Missing(in Checksum commit)
        => new(OstreeFault.ObjectNotFound, $"Commit {commit} is not in '{_repository.Path}'.", commit.ToString(), "Pull it, or look at another commit; Get-OstreeRef lists the refs.");

    private readonly record struct Entry(Checksum Checksum, Checksum? Meta);
}
