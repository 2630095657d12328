using System.Management.Automation;

namespace OstreePS.Binding;

/// <summary>
/// Tells directories from revisions as upstream does: what begins with <c>/</c> or <c>./</c> is a directory. So are
/// <c>.</c>, <c>..</c>, <c>../</c>, <c>~/</c>, a path on a PowerShell drive, and a directory object; no revision looks like that.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TreeArgumentAttribute : ArgumentTransformationAttribute
{
    private readonly RevisionArgumentAttribute _revision = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        if (value is TreeArgument or null)
            return value;
        if (value is FileSystemInfo || (value is string text && IsPath(text)))
            return FileSystemPathAttribute.Resolve(engineIntrinsics, value) is string path ? TreeArgument.Directory(path) : value;
        return _revision.Transform(engineIntrinsics, inputData) is string { Length: > 0 } revision
            ? TreeArgument.Commit(revision, value is string && IsDirectory(engineIntrinsics, revision))
            : value;
    }

    private static bool IsDirectory(EngineIntrinsics engine, string name)
        => engine.SessionState.Path.CurrentFileSystemLocation is { } here && Directory.Exists(Path.Join(here.ProviderPath, name));

    internal static bool IsPath(string text)
        => text is "." or ".." or "~"
            || text.StartsWith('/')
            || text.StartsWith("./", StringComparison.Ordinal)
            || text.StartsWith("../", StringComparison.Ordinal)
            || text.StartsWith("~/", StringComparison.Ordinal)
            || text.Contains(":/", StringComparison.Ordinal);
}
