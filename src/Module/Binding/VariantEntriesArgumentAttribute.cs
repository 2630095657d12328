using System.Collections;
using System.Management.Automation;

namespace OstreePS.Binding;

/// <summary>Binds what a person writes as metadata to <see cref="VariantEntries"/>; what is wrong with it is said when it is read.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VariantEntriesArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Of(inputData) switch
    {
        null => null,
        VariantEntries entries => entries,
        IList list => new VariantEntries([.. list.Cast<object?>().OfType<object>()]),
        object single => new VariantEntries([single]),
    };
}
