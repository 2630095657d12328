using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>The system's compiled time zones.</summary>
internal static class ZoneFiles
{
    private const string Folder = "/usr/share/zoneinfo";
    private const string LocalFile = "/etc/localtime";
    private const int SizeLimit = 1 << 20;

    /// <summary>What TZ holds; null when it is not set.</summary>
    internal static string? Variable => Environment.GetEnvironmentVariable("TZ");

    /// <summary>The file of the local zone; null when the system has none, which means UTC.</summary>
    internal static byte[]? ReadLocal() => Read(LocalFile);

    /// <summary>The file of a named zone, such as <c>Europe/Berlin</c>, or at an absolute path; null when there is none.</summary>
    internal static byte[]? Read(string name)
    {
        string path = Path.IsPathRooted(name) ? name : $"{Environment.GetEnvironmentVariable("TZDIR") ?? Folder}/{name}";
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Contains("..", StringComparer.Ordinal))
            return null;
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= SizeLimit ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OstreeException(OstreeFault.IoFailed, $"The time zone file '{path}' cannot be read: {e.Message}", path, "Set TZ to a zone that can be read.", e);
        }
    }
}
