using OstreePS.Core.Trees.Building;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Paths to leave out of a checkout, each with a slash in front, counted from the subpath that is checked out.</summary>
/// <remarks>Upstream knows a directory only with a slash at its end; here it may be left out, so that a list for commits does as well.</remarks>
/// <param name="paths">The paths; empty ones are passed over.</param>
public sealed class CheckoutFilter(IReadOnlyList<string> paths)
{
    private readonly HashSet<string> _paths = [.. paths.Where(path => path.Length > 0)];
    private readonly HashSet<string> _directories = [.. paths.Where(path => path.Length > 0).Select(path => path.TrimEnd('/'))];

    /// <summary>Reads a file with a path in each line.</summary>
    /// <exception cref="Diagnostics.OstreeException">A fault of the file system.</exception>
    public static CheckoutFilter Load(string file) => new(UserTextFile.Read(file));

    /// <summary>Whether to leave out a file or symbolic link.</summary>
    internal bool SkipsFile(string path) => _paths.Contains(path);

    /// <summary>Whether to leave out a directory with all that is in it; the root is the empty path.</summary>
    internal bool SkipsDirectory(string path) => _directories.Contains(path);
}
