using System.Management.Automation;
using OstreePS.Core.Repository;

namespace OstreePS.Binding;

/// <summary>Lets <c>-Repository</c> take a path, or any object that knows its repository, and makes it an absolute path.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RepositoryArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        return value switch
        {
            RepositoryInfo info => info.Path,
            OstreeRepository open => open.Path,
            string or FileSystemInfo => FileSystemPathAttribute.Resolve(engineIntrinsics, value),
            PSCustomObject when (inputData as PSObject)?.Properties["Repository"]?.Value is string path => path,
            _ => inputData,
        };
    }
}
