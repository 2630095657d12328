using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Walking;

/// <summary>Goes from the root of a commit to what a path names.</summary>
internal sealed class PathResolver(CommitTree tree, bool followLinks)
{
    // The kernel's limit, so that what resolves here resolves after a checkout too.
    private const int MaxLinks = 40;
    private readonly List<TreeEntry> _directories = [tree.RootEntry];
    private readonly Stack<string> _ahead = new();
    private int _linksFollowed;

    /// <summary>What was not there, when symbolic links led to it; null while none were followed.</summary>
    internal string? MissingTarget { get; private set; }

    /// <returns>The entry; null when there is none.</returns>
    internal TreeEntry? TryResolve(string path)
    {
        Prepend(TreePath.Split(path));
        while (_ahead.TryPop(out string? name))
        {
            if (name is "..")
            {
                if (_directories.Count > 1)
                    _directories.RemoveAt(_directories.Count - 1);
                continue;
            }

            TreeEntry here = _directories[^1];
            DirTree listing = tree.Repository.Objects.LoadDirTree(here.Checksum);
            string below = TreePath.Combine(here.Path, name);
            if (listing.FindDirectory(name) is { } directory)
            {
                _directories.Add(new TreeEntry(below, name, directory.Tree, directory.Meta));
                continue;
            }

            if (listing.FindFile(name) is not { } file)
            {
                MissingTarget = _linksFollowed > 0 ? below : null;
                return null;
            }

            var entry = new TreeEntry(below, name, file.Checksum, Meta: null);
            if (!followLinks && _ahead.Count == 0)
                return entry;
            string? target = tree.Read(entry).Target;
            if (followLinks && target is not null)
                Follow(path, target);
            else if (_ahead.Count == 0)
                return entry;
            else
                throw tree.NotADirectory(below, target);
        }

        return _directories[^1];
    }

    private void Follow(string path, string target)
    {
        if (++_linksFollowed > MaxLinks)
        {
            throw new OstreeException(
                OstreeFault.SymlinkLoop,
                $"'{path}' in commit {tree.Checksum} leads through more than {MaxLinks} symbolic links, or in a circle.",
                path,
                "Look at the links with Get-OstreeChildItem, and name the file itself.");
        }

        if (target.StartsWith('/'))
            _directories.RemoveRange(1, _directories.Count - 1);
        Prepend(TreePath.SplitLoosely(target));
    }

    private void Prepend(string[] parts)
    {
        for (int i = parts.Length - 1; i >= 0; i--)
            _ahead.Push(parts[i]);
    }
}
