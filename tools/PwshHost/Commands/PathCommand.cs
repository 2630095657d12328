using System.Collections.ObjectModel;
using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace Microsoft.PowerShell.Commands;

/// <summary>What commands on provider paths share. The namespace is the one that error ids of these cmdlets end with.</summary>
public abstract class PathCommand : PSCmdlet
{
    /// <summary>Parameter set in which wildcards mean something.</summary>
    protected const string ByPath = "Path";

    /// <summary>Parameter set in which a path means only itself.</summary>
    protected const string ByLiteralPath = "LiteralPath";

    /// <summary>Carries out one step for one path; a path or provider that fails it becomes a non-terminating error.</summary>
    protected void Attempt(string? path, Action step)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (Describe(failure, path) is { } record)
        {
            WriteError(record);
        }
    }

    /// <summary>File-system names behind a path: those that match its wildcards, or the one that it names.</summary>
    protected IEnumerable<string> FileNames(string path, bool isLiteral)
    {
        if (isLiteral) return [GetUnresolvedProviderPathFromPSPath(path)];
        return GetResolvedProviderPathFromPSPath(path, out _);
    }

    /// <summary>The items' own paths, qualified; wildcards expanded unless literal.</summary>
    protected IEnumerable<string> ItemPaths(string path, bool isLiteral)
    {
        if (isLiteral) return [path];
        Collection<PathInfo> found = SessionState.Path.GetResolvedPSPathFromPSPath(path);
        return found.Select(item => WildcardPattern.Escape(item.Path));
    }

    private static ErrorRecord? Describe(Exception failure, string? path) => failure switch
    {
        PSNotSupportedException or DriveNotFoundException or ProviderNotFoundException or ItemNotFoundException
            => new ErrorRecord(((RuntimeException)failure).ErrorRecord, failure),
        ProviderInvocationException provider => new ErrorRecord(provider.ErrorRecord, replaceParentContainsErrorRecordException: null),
        FileNotFoundException or DirectoryNotFoundException => new ErrorRecord(failure, "PathNotFound", ErrorCategory.ObjectNotFound, path),
        UnauthorizedAccessException => new ErrorRecord(failure, "UnauthorizedAccess", ErrorCategory.PermissionDenied, path),
        IOException => new ErrorRecord(failure, "IOError", ErrorCategory.WriteError, path),
        _ => null,
    };
}
