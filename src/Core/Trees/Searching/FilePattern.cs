using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Searching;

/// <summary>What is looked for in trees. What is given must all hold.</summary>
public sealed record FilePattern
{
    /// <summary>The test of the last part of a path; null for any.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>The test of a whole path; null for any.</summary>
    public Func<string, bool>? Path { get; init; }

    /// <summary>Beginnings of which every path that passes <see cref="Path"/> has one, so that other directories need no look; empty where nothing is known.</summary>
    public IReadOnlyList<string> PathBeginnings { get; init; } = [];

    /// <summary>The kinds that count; empty for all.</summary>
    public IReadOnlyCollection<TreeItemKind> Kinds { get; init; } = [];

    /// <summary>Whether a match depends on the names within a directory alone, wherever the directory lies.</summary>
    internal bool IgnoresPlace => Path is null;

    internal bool Matches(string name, string path) => (Name is null || Name(name)) && (Path is null || Path(path));

    internal bool Counts(TreeItemKind kind) => Kinds.Count == 0 || Kinds.Contains(kind);

    internal bool MayMatchBelow(string directory)
    {
        if (PathBeginnings.Count == 0)
            return true;
        string start = directory.Length <= TreePath.Root.Length ? TreePath.Root : directory + "/";
        return PathBeginnings.Any(beginning => beginning.StartsWith(start, StringComparison.Ordinal) || start.StartsWith(beginning, StringComparison.Ordinal));
    }
}
