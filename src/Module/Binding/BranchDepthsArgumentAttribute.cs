using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace OstreePS.Binding;

/// <summary>Lets depths of branches be given as a hashtable, or in upstream's form <c>BRANCH=DEPTH</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BranchDepthsArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        Collect(inputData, depths);
        return depths;
    }

    private static void Collect(object? given, Dictionary<string, int> depths)
    {
        switch (PlainValue.Of(given))
        {
            case IDictionary table:
                foreach (DictionaryEntry entry in table)
                    depths[entry.Key.ToString() ?? string.Empty] = DepthOf(entry.Value, entry.Key);
                break;
            case string text when text.LastIndexOf('=') is > 0 and var sign:
                depths[text[..sign]] = DepthOf(text[(sign + 1)..], text);
                break;
            case IReadOnlyDictionary<string, int> ready:
                foreach ((string branch, int depth) in ready)
                    depths[branch] = depth;
                break;
            case IList list:
                foreach (object? item in list)
                    Collect(item, depths);
                break;
            default:
                throw new ArgumentTransformationMetadataException($"'{given}' is no depth of a branch. Write @{{ 'os/x86_64/stable' = 5 }} or 'os/x86_64/stable=5'.");
        }
    }

    private static int DepthOf(object? value, object of)
        => int.TryParse(Convert.ToString(PlainValue.Of(value), CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int depth) && depth >= -1
            ? depth
            : throw new ArgumentTransformationMetadataException($"The depth of '{of}' is '{value}'. Give a whole number of parents to keep, or -1 for all.");
}
