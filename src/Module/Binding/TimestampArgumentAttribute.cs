using System.Globalization;
using System.Management.Automation;
using OstreePS.Core.Objects;

namespace OstreePS.Binding;

/// <summary>Lets a time be given as a date, in the words of GNU date (<c>2026-01-31 12:00 +0100</c>, <c>2 weeks ago</c>), or as Unix seconds: <c>@1700000000</c> or a whole number.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimestampArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        return value switch
        {
            DateTime time => new DateTimeOffset(time),
            int or long or uint => FromSeconds(Convert.ToInt64(value, CultureInfo.InvariantCulture), value),
            string words => Moment.TryParse(words, out DateTimeOffset moment) ? moment : throw NoTime(words),
            _ => inputData,
        };
    }

    private static DateTimeOffset FromSeconds(long seconds, object given)
        => seconds is >= 0 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw NoTime(given);

    private static ArgumentTransformationMetadataException NoTime(object given)
        => new($"'{given}' is not a time. Write a date such as 2026-01-31T12:00:00Z, words such as 2 weeks ago, or Unix seconds such as @1700000000.");
}
