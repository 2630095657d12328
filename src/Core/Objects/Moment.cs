using OstreePS.Core.Formats.Dates;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Objects;

/// <summary>Points in time that people write, read with the clocks of this machine.</summary>
public static class Moment
{
    /// <summary>The zone of this process: what TZ says, else the machine's; UTC when neither says anything that is known.</summary>
    public static ZoneRules LocalZone
        => (ZoneFiles.Variable is not { } name ? FromFile(ZoneFiles.ReadLocal()) : name.Length == 0 ? null : FindZone(name)) ?? ZoneRules.Utc;

    /// <summary>Reads a time in the words of GNU date: <c>2021-02-03 04:05 +0200</c>, <c>@1612317906</c>, <c>2 weeks ago</c>, <c>last monday</c>.</summary>
    /// <param name="text">The words.</param>
    /// <param name="moment">The time, in UTC.</param>
    /// <returns>False when they are no time.</returns>
    public static bool TryParse(string text, out DateTimeOffset moment)
        => DateParser.TryParse(text, DateTimeOffset.UtcNow, LocalZone, FindZone, out moment);

    /// <summary>The zone that TZ would name so: a zone file, or POSIX notation. Null when there is none.</summary>
    public static ZoneRules? FindZone(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string bare = name.StartsWith(':') ? name[1..] : name;
        return bare.Length == 0 ? ZoneRules.Utc : FromFile(ZoneFiles.Read(bare)) ?? ZoneRules.FromPosix(bare);
    }

    private static ZoneRules? FromFile(byte[]? file) => file is null ? null : ZoneRules.FromFile(file);
}
