using System.Management.Automation;

namespace OstreePS.Binding;

/// <summary>Lets an enumeration also be given in upstream's spelling: <c>bare-user</c> for <c>BareUser</c>.</summary>
/// <param name="synonyms">Words of upstream's that differ by more than their dashes, as <c>archive-z2=Archive</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UpstreamSpellingAttribute(params string[] synonyms) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
        => ((inputData as PSObject)?.BaseObject ?? inputData) is string text ? Translate(text) : inputData;

    private string Translate(string text)
    {
        foreach (string synonym in synonyms)
        {
            int equals = synonym.IndexOf('=', StringComparison.Ordinal);
            if (synonym.AsSpan(0, equals).Equals(text, StringComparison.OrdinalIgnoreCase))
                return synonym[(equals + 1)..];
        }

        return text.Replace("-", "", StringComparison.Ordinal);
    }
}
