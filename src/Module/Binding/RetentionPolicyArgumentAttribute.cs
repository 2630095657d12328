using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OstreePS.Core.Maintenance.Pruning;

namespace OstreePS.Binding;

/// <summary>Makes rules of retention of a hashtable: <c>@{ 'os/*/stable' = @{ KeepLast = 5; KeepDays = 90; KeepTags = '1.*' } }</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RetentionPolicyArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        switch (PlainValue.Of(inputData))
        {
            case RetentionRule rule:
                return new[] { rule };
            case IDictionary table:
                return table.Cast<DictionaryEntry>().Select(entry => RuleOf(entry.Key.ToString() ?? string.Empty, entry.Value)).ToArray();
            case IList list when list.Cast<object?>().All(static item => PlainValue.Of(item) is RetentionRule):
                return list.Cast<object?>().Select(static item => (RetentionRule)PlainValue.Of(item)!).ToArray();
            default:
                throw new ArgumentTransformationMetadataException("A policy is a hashtable of patterns and rules, such as @{ 'os/*/stable' = @{ KeepLast = 5; KeepDays = 90 } }.");
        }
    }

    private static RetentionRule RuleOf(string pattern, object? given)
    {
        if (PlainValue.Of(given) is not IDictionary table)
            throw new ArgumentTransformationMetadataException($"The rule for '{pattern}' is no hashtable. Write @{{ KeepLast = 5; KeepDays = 90; KeepTags = '1.*' }}.");
        var rule = new RetentionRule(pattern);
        foreach (DictionaryEntry entry in table)
        {
            object? value = PlainValue.Of(entry.Value);
            rule = entry.Key.ToString()?.ToUpperInvariant() switch
            {
                "KEEPLAST" => rule with { KeepLast = (int)Number(pattern, entry.Key, value, int.MaxValue) },
                "KEEPDAYS" => rule with { KeepDays = Number(pattern, entry.Key, value, 36500) },
                "KEEPTAGS" => rule with { KeepTags = [.. Texts(value)] },
                _ => throw new ArgumentTransformationMetadataException($"The rule for '{pattern}' has '{entry.Key}'. It can have KeepLast, KeepDays and KeepTags."),
            };
        }

        return rule;
    }

    private static double Number(string pattern, object key, object? value, double most)
        => double.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && number <= most
            ? number
            : throw new ArgumentTransformationMetadataException($"{key} of the rule for '{pattern}' is '{value}'. Give a number from 0 to {most.ToString(CultureInfo.InvariantCulture)}.");

    private static IEnumerable<string> Texts(object? value) => value is IList list
        ? list.Cast<object?>().Select(static item => PlainValue.Of(item)?.ToString() ?? string.Empty)
        : [value?.ToString() ?? string.Empty];
}
