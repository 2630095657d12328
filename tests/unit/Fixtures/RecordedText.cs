using System.Globalization;

namespace OstreePS.UnitTests.Fixtures;

/// <summary>How upstream writes numbers, to compare ours with what it printed.</summary>
internal static class RecordedText
{
    /// <summary>Lines, each ended.</summary>
    public static string Lines(params IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>A size as GLib formats it: powers of 1000, one digit after the point.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 1000)
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
        string[] units = ["kB", "MB", "GB"];
        double value = bytes / 1000.0;
        int unit = 0;
        for (; value >= 1000; unit++)
            value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0}\u00a0{units[unit]}");
    }
}
