using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Searching;

/// <summary>Finds files in commits without checking them out.</summary>
/// <remarks>
/// Directories that commits share are named by the same checksum. One in which nothing was found is not looked at again, and in a
/// history one that was looked at in the same place is not either, so a history costs little more than what its commits changed.
/// </remarks>
/// <param name="repository">The repository.</param>
/// <param name="pattern">What to look for.</param>
/// <param name="observer">Hears of progress, and of commits of which parts are missing.</param>
public sealed class FileSearch(OstreeRepository repository, FilePattern pattern, IOperationObserver observer)
{
    private readonly CommitReader _commits = new(repository, observer);
    private readonly ProgressCounter _progress = new(observer, "Searching");
    private readonly HashSet<Place> _barren = [];
    private readonly HashSet<Place> _visited = [];
    private readonly HashSet<Place> _shown = [];

    /// <summary>What one commit has.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>, in its place in the sequence.</exception>
    public IEnumerable<FoundFile> InCommit(Checksum commit, CancellationToken stop) => Walk(_commits.Read(commit), once: false, partial: false, stop);

    /// <summary>What a commit and those before it have, newest first. What did not change between commits is found once, in the newest.</summary>
    /// <exception cref="OstreeException">As <see cref="InCommit"/>; commits that were pulled in part are searched as far as they are there.</exception>
    public IEnumerable<FoundFile> InHistory(Checksum tip, CancellationToken stop)
        => _commits.Walk(tip, stop).SelectMany(commit => Walk(commit, once: true, partial: true, stop));

    /// <summary>What the commits have that refs point to, and with their history, what all commits before them have.</summary>
    /// <param name="withHistory">Whether to look into the commits before; then what did not change is found once.</param>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="OstreeException">As <see cref="InHistory"/>.</exception>
    public IEnumerable<FoundFile> InRefs(bool withHistory, CancellationToken stop)
        => _commits.ReadTips(withHistory, stop).SelectMany(commit => Walk(commit, withHistory, partial: true, stop));

    private IEnumerable<FoundFile> Walk(CommitInfo commit, bool once, bool partial, CancellationToken stop)
    {
        var reader = new ItemReader(repository, commit.Checksum);
        var stack = new Stack<Visit>();
        Enter(new TreeEntry(TreePath.Root, TreePath.Root, commit.RootTree, commit.RootMeta), stack, once, partial, commit);
        while (stack.TryPeek(out Visit? visit))
        {
            stop.ThrowIfCancellationRequested();
            if (visit.TryNext(out TreeEntry entry))
            {
                if (pattern.Matches(entry.Name, entry.Path))
                {
                    visit.Found = true;
                    if ((!once || _shown.Add(new Place(entry.Meta ?? entry.Checksum, entry.Path))) && Read(reader, entry, partial, commit) is { } item && pattern.Counts(item.Kind))
                        yield return new FoundFile(item, commit);
                }

                if (entry.Meta is not null && !Enter(entry, stack, once, partial, commit))
                    visit.Found = true;
            }
            else
            {
                Leave(stack);
            }
        }
    }

    /// <summary>Goes down into a directory unless nothing is there to be found; returns false where something may be, but need not or cannot be looked at.</summary>
    private bool Enter(in TreeEntry directory, Stack<Visit> stack, bool once, bool partial, CommitInfo commit)
    {
        Place key = KeyOf(directory);
        if (!pattern.MayMatchBelow(directory.Path) || _barren.Contains(key))
            return true;
        if (once && !_visited.Add(new Place(directory.Checksum, directory.Path)))
            return false;
        _progress.CountItem();
        try
        {
            stack.Push(new Visit(directory, key, repository.Objects.LoadDirTree(directory.Checksum)));
            return true;
        }
        catch (OstreeException e) when (IsExpected(e, partial, commit))
        {
            return false;
        }
    }

    private void Leave(Stack<Visit> stack)
    {
        Visit done = stack.Pop();
        if (!done.Found)
            _barren.Add(done.Key);
        else if (stack.TryPeek(out Visit? above))
            above.Found = true;
    }

    private TreeItem? Read(ItemReader reader, in TreeEntry entry, bool partial, CommitInfo commit)
    {
        try
        {
            return reader.Read(entry);
        }
        catch (OstreeException e) when (IsExpected(e, partial, commit))
        {
            return null;
        }
    }

    private bool IsExpected(OstreeException fault, bool partial, CommitInfo commit)
    {
        bool expected = partial && fault.Fault == OstreeFault.ObjectNotFound && commit.State != CommitState.Normal;
        if (expected)
            observer.Note($"Commit {commit.Checksum} is not all there: {fault.Message}");
        return expected;
    }

    private Place KeyOf(in TreeEntry directory) => new(directory.Checksum, pattern.IgnoresPlace ? string.Empty : directory.Path);

    private readonly record struct Place(Checksum Checksum, string Path);

    private sealed class Visit(TreeEntry directory, Place key, DirTree listing)
    {
        private int _next;

        internal Place Key { get; } = key;

        internal bool Found { get; set; }

        // Files before directories, as upstream lists them.
        internal bool TryNext(out TreeEntry entry)
        {
            int index = _next++;
            if (index < listing.Files.Count)
            {
                DirTree.FileEntry file = listing.Files[index];
                entry = new TreeEntry(TreePath.Combine(directory.Path, file.Name), file.Name, file.Checksum, Meta: null);
                return true;
            }

            index -= listing.Files.Count;
            if (index >= listing.Directories.Count)
            {
                entry = default;
                return false;
            }

            DirTree.DirectoryEntry child = listing.Directories[index];
            entry = new TreeEntry(TreePath.Combine(directory.Path, child.Name), child.Name, child.Tree, child.Meta);
            return true;
        }
    }
}
