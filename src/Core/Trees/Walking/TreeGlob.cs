using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Walking;

/// <summary>Finds the paths of a commit whose parts match patterns.</summary>
internal static class TreeGlob
{
    /// <summary>The entries that match, in the order of their directories; links are not followed.</summary>
    /// <param name="tree">Where to look.</param>
    /// <param name="parts">The parts of the path.</param>
    /// <param name="matcherOf">The test of a part that is a pattern; null for one that stands for itself.</param>
    internal static IEnumerable<TreeEntry> Match(CommitTree tree, string[] parts, Func<string, Func<string, bool>?> matcherOf)
    {
        IEnumerable<TreeEntry> found = [tree.RootEntry];
        foreach (string part in parts)
        {
            Func<string, bool>? matches = matcherOf(part);
            found = found.Where(entry => entry.Meta is not null).SelectMany(entry => Below(tree, entry, part, matches));
        }

        return found;
    }

    private static IEnumerable<TreeEntry> Below(CommitTree tree, TreeEntry directory, string part, Func<string, bool>? matches)
    {
        DirTree listing = tree.Repository.Objects.LoadDirTree(directory.Checksum);
        IEnumerable<DirTree.FileEntry> files = matches is not null
            ? listing.Files.Where(file => matches(file.Name))
            : listing.FindFile(part) is { } file ? [file] : [];
        IEnumerable<DirTree.DirectoryEntry> directories = matches is not null
            ? listing.Directories.Where(child => matches(child.Name))
            : listing.FindDirectory(part) is { } child ? [child] : [];
        foreach (DirTree.FileEntry found in files)
            yield return new TreeEntry(TreePath.Combine(directory.Path, found.Name), found.Name, found.Checksum, Meta: null);
        foreach (DirTree.DirectoryEntry found in directories)
            yield return new TreeEntry(TreePath.Combine(directory.Path, found.Name), found.Name, found.Tree, found.Meta);
    }
}
