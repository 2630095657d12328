using System.Globalization;

namespace OstreePS.Core.Platform;

/// <summary>Who has a file open. The kernel does not name the holder of an open-file-description lock, but only who has the file open can hold it.</summary>
internal static class LockHolders
{
    /// <summary>Names the other processes that have the file open: "ostree (4711)"; "another process" where none can be seen.</summary>
    internal static string Describe(string path)
    {
        string full = Path.GetFullPath(path);
        var holders = new List<string>();
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out int id) && id != Environment.ProcessId && HasOpen(process, full))
                holders.Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(process)} ({id})"));
        }

        return holders.Count == 0 ? "another process" : string.Join(", ", holders);
    }

    private static bool HasOpen(string process, string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(process + "/fd")
                .Any(entry => string.Equals(new FileInfo(entry).LinkTarget, path, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Another user's process, or one that has just ended: it cannot be looked into.
            return false;
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText(process + "/comm").Trim();
        }
        catch (IOException)
        {
            return "a process that has just ended";
        }
    }
}
