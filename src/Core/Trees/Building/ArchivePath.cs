using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Building;

/// <summary>The paths of an archive as paths of a tree.</summary>
internal static class ArchivePath
{
    private const int LimitInBytes = 4096;

    /// <summary>The parts of the path that an entry gets; none for the root.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPath"/> for one that climbs out or is too long, <see cref="OstreeFault.FilterFailed"/> of a path filter.</exception>
    internal static string[] Split(string path, TarImportOptions options)
    {
        string relative = Relative(path);
        Parts(relative, path);
        if (options.PathFilter is { } filter)
            relative = filter.Rewrite(relative);
        else if (options.OstreeConvention && (relative.StartsWith("etc/", StringComparison.Ordinal) || string.Equals(relative, "etc", StringComparison.Ordinal)))
            relative = "usr/" + relative;
        return Parts(relative, path);
    }

    // As upstream takes them: what is in front of the first part counts for nothing, "/../" at the very start included.
    private static string Relative(string path)
    {
        ReadOnlySpan<char> left = path;
        while (left is ['/', ..])
        {
            left = left[1..];
            if (left is ['.', '.', '/', ..])
                left = left[2..];
        }

        while (true)
        {
            if (left is ['.', '/', ..])
                left = left[2..];
            else if (left is ['/', ..])
                left = left[1..];
            else
                break;
        }

        return left is "." ? string.Empty : left.ToString();
    }

    private static string[] Parts(string relative, string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(relative) > LimitInBytes)
            throw Invalid(path, "is longer than a path can be");
        string[] parts = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Array.IndexOf(parts, "..") >= 0)
            throw Invalid(path, "climbs out with '..'");
        if (relative.Contains('\0', StringComparison.Ordinal))
            throw Invalid(path, "has a NUL in it");
        return Array.IndexOf(parts, ".") < 0 ? parts : [.. parts.Where(part => part is not ".")];
    }

    private static OstreeException Invalid(string path, string what)
        => new(OstreeFault.InvalidPath, $"The archive's path '{path[..Math.Min(path.Length, 200)]}' {what}.", path, "The archive is damaged or hostile: use one that you trust.");
}
