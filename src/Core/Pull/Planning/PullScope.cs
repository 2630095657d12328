namespace OstreePS.Core.Pull.Planning;

/// <summary>Which part of a directory is wanted: all of it, or some paths below it. Immutable.</summary>
internal sealed class PullScope
{
    private readonly string[] _paths;

    private PullScope(string[] paths) => _paths = paths;

    /// <summary>Everything.</summary>
    internal static PullScope All { get; } = new([]);

    /// <summary>Whether nothing is left out.</summary>
    internal bool IsAll => _paths.Length == 0;

    /// <summary>The scope of a commit's root.</summary>
    /// <param name="paths">Absolute paths within the commit; none for all, <c>/</c> likewise.</param>
    internal static PullScope Of(IReadOnlyList<string> paths)
    {
        string[] relative = [.. paths.Select(path => path.Trim('/'))];
        return relative.Contains(string.Empty) ? All : new PullScope(relative);
    }

    /// <summary>Whether a file of this directory is wanted.</summary>
    internal bool HasFile(string name) => IsAll || Array.IndexOf(_paths, name) >= 0;

    /// <summary>What is wanted of a directory of this directory; null for nothing.</summary>
    internal PullScope? Below(string name)
    {
        if (IsAll || Array.IndexOf(_paths, name) >= 0)
            return All;
        string prefix = name + '/';
        string[] rest = [.. _paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Select(path => path[prefix.Length..])];
        return rest.Length == 0 ? null : new PullScope(rest);
    }
}
