using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Walking;

/// <summary>Paths inside a commit: absolute, parts separated by slashes, without <c>.</c> and <c>..</c>.</summary>
public static class TreePath
{
    /// <summary>The root of every tree.</summary>
    public const string Root = "/";

    /// <summary>Cuts a path into its parts. A slash in front is optional, empty parts and <c>.</c> count for nothing.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPath"/> for <c>..</c>, which could mean two things where links are.</exception>
    public static string[] Split(string path)
    {
        string[] parts = SplitLoosely(path);
        if (Array.IndexOf(parts, "..") >= 0)
        {
            throw new OstreeException(
                OstreeFault.InvalidPath,
                $"The path '{path}' has '..' in it, which a path inside a commit must not.",
                path,
                "Write the path as it reads from the root of the commit.");
        }

        return parts;
    }

    /// <summary>The form that a path has in output: <c>/usr/bin</c> for <c>usr//./bin/</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPath"/> for <c>..</c>.</exception>
    public static string Normalize(string path) => Root + string.Join('/', Split(path));

    /// <summary>The path of an entry of a directory.</summary>
    public static string Combine(string directory, string name) => directory.Length <= Root.Length ? $"/{name}" : $"{directory}/{name}";

    /// <summary>Cuts a path as it stands in a symbolic link, where <c>..</c> means the directory above.</summary>
    internal static string[] SplitLoosely(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Array.IndexOf(parts, ".") < 0 ? parts : [.. parts.Where(part => part is not ".")];
    }
}
