using System.ComponentModel;
using System.Globalization;

namespace OstreePS.Formats;

/// <summary>What the columns of the views call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Display
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A number with its thousands apart: <c>21,482</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size in the largest unit that leaves a digit before the point: <c>1.3 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }

    /// <summary>The first ten digits of a checksum, or nothing.</summary>
    public static string Short(object? checksum) => checksum?.ToString() is { Length: >= 10 } text ? text[..10] : string.Empty;

    /// <summary>A moment in UTC, to the second: <c>2026-01-31 12:00:00Z</c>.</summary>
    public static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A duration in seconds: <c>1.24 s</c>.</summary>
    public static string Span(TimeSpan duration) => duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    /// <summary>How many of some objects were new: <c>12 of 300 new</c>.</summary>
    public static string Written(long written, long total) => $"{Count(written)} of {Count(total)} new";
}
