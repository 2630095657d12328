using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Building;

/// <summary>A text file that the user names: options, one a line, or a message.</summary>
internal static class UserTextFile
{
    internal static string[] Read(string path) => ReadText(path).Split('\n');

    internal static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Errno.Fault(Errno.NoEntry, "read", path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OstreeException(OstreeFault.PermissionDenied, $"Cannot read '{path}': {e.Message}", path, "Name a file that the present user may read.", e);
        }
        catch (IOException e)
        {
            throw new OstreeException(OstreeFault.IoFailed, $"Cannot read '{path}': {e.Message}", path, remedy: null, e);
        }
    }
}
