using System.Collections;
using System.Management.Automation;

namespace OstreePS.Binding;

/// <summary>Lets a revision be given as text, as a checksum, or as any object with a <c>Checksum</c>: a commit, a ref.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RevisionArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        return value is IList list ? list.Cast<object?>().Select(ToText).ToArray() : ToText(inputData);
    }

    internal static object? ToText(object? item)
    {
        object? value = (item as PSObject)?.BaseObject ?? item;
        if (value is null or string)
            return value;
        return value is Core.Objects.Checksum checksum
            ? checksum.ToString()
            : PSObject.AsPSObject(item).Properties["Checksum"]?.Value?.ToString() ?? value;
    }
}
