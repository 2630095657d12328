using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Building;

/// <summary>Paths to leave out of a commit, each with a slash in front, as in upstream's file for <c>--skip-list</c>.</summary>
/// <param name="paths">The paths; empty ones are passed over.</param>
public sealed class SkipList(IReadOnlyList<string> paths)
{
    private readonly HashSet<string> _unmatched = [.. paths.Where(path => path.Length > 0)];

    /// <summary>Reads a file with a path in each line.</summary>
    /// <exception cref="OstreeException">A fault of the file system.</exception>
    public static SkipList Load(string file) => new(UserTextFile.Read(file));

    /// <summary>Whether a path is left out: once, from the first source that has it, as upstream has it.</summary>
    internal bool Skips(string path) => _unmatched.Remove(path);

    internal void RequireAllMatched() => RequireNone(_unmatched, "skip list");

    internal static void RequireNone(HashSet<string> unmatched, string what)
    {
        if (unmatched.Count == 0)
            return;
        string first = unmatched.Order(StringComparer.Ordinal).First();
        throw new OstreeException(
            OstreeFault.PathNotFound,
            $"The {what} names '{first}'{(unmatched.Count > 1 ? $" and {unmatched.Count - 1} more" : string.Empty)}, which the tree does not have.",
            first,
            "Correct the list: each path is as in the tree, with a slash in front.");
    }
}
