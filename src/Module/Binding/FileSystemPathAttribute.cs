using System.Collections;
using System.Management.Automation;

namespace OstreePS.Binding;

/// <summary>Makes a path absolute on the file system while it is bound, so that cmdlets never see a drive or a relative path.</summary>
/// <remarks>Takes text, a file or directory object, or a list of these. Wildcards are taken literally; the path need not exist.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FileSystemPathAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        return value is IList list and not byte[]
            ? list.Cast<object?>().Select(item => Resolve(engineIntrinsics, item)).ToArray()
            : Resolve(engineIntrinsics, value);
    }

    internal static object? Resolve(EngineIntrinsics engine, object? value)
    {
        object? path = (value as PSObject)?.BaseObject ?? value;
        return path switch
        {
            FileSystemInfo entry => Path.TrimEndingDirectorySeparator(entry.FullName),
            string { Length: > 0 } text => Resolve(engine.SessionState, text),
            _ => value,
        };
    }

    private static string Resolve(SessionState session, string text)
    {
        string path = session.Path.GetUnresolvedProviderPathFromPSPath(text, out ProviderInfo provider, out _);
        return string.Equals(provider.Name, "FileSystem", StringComparison.OrdinalIgnoreCase)
            ? Path.TrimEndingDirectorySeparator(path)
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is a path of the provider '{provider.Name}', but a path on the file system is needed.");
    }
}
