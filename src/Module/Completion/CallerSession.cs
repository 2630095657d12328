using System.Management.Automation;

namespace OstreePS.Completion;

/// <summary>The session of whoever types: completers get none handed in, and the runspace's proxy refuses while it completes.</summary>
internal static class CallerSession
{
    public static string CurrentDirectory => Paths.CurrentFileSystemLocation.ProviderPath;

    private static PathIntrinsics Paths
    {
        get
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            return shell.AddScript("$ExecutionContext.SessionState").Invoke<SessionState>()[0].Path;
        }
    }

    /// <summary>The absolute file system path, or null when the text names no place there.</summary>
    public static string? Resolve(string path)
    {
        try
        {
            string resolved = Paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return string.Equals(provider.Name, "FileSystem", StringComparison.OrdinalIgnoreCase) ? resolved : null;
        }
        catch (SessionStateException)
        {
            // A drive that does not exist: whoever types has no use for an error, only for offers.
            return null;
        }
    }
}
