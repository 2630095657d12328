using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OstreePS.Core.Formats.Dates;

/// <summary>
/// Reads a time as GNU date does: <c>2021-02-03 04:05:06 +0200</c>, <c>@1612317906</c>, <c>Jan 5 2020</c>, <c>yesterday 10:00</c>,
/// <c>last monday</c>, <c>2 weeks ago</c>, <c>TZ="Asia/Tokyo" 12:00</c>. It depends on nothing but what it is given.
/// </summary>
/// <remarks>Letters of military time mean what GNU date takes them for since 2018, the opposite of older readers of this grammar.</remarks>
public static class DateParser
{
    private const int TextLimit = 1024;
    private const int NanosecondsPerSecond = 1_000_000_000;
    private const int NanosecondsPerTick = 100;
    private const long QuarterInSeconds = 90L * CivilDate.SecondsPerDay;
    private const long ShiftLimit = 1_000_000_000;
    private const string ZonePrefix = "TZ=\"";

    /// <summary>Reads a time.</summary>
    /// <param name="text">The words. Empty text is the beginning of today.</param>
    /// <param name="now">The present, from which shifts start, and which supplies what is not said.</param>
    /// <param name="local">The zone meant when none is said.</param>
    /// <param name="findZone">The zone for a name that a leading <c>TZ="…"</c> gives; null when there is none.</param>
    /// <param name="moment">The time, in UTC.</param>
    /// <returns>False when the words are no time, contradict each other, name a time that clocks skip, or lie outside the years 1 to 9999.</returns>
    public static bool TryParse(string text, DateTimeOffset now, ZoneRules local, Func<string, ZoneRules?> findZone, out DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(findZone);
        moment = default;
        if (text.Length > TextLimit)
            return false;
        string words = SkipBlanks(text);
        ZoneRules? zone = local;
        if (TryTakeZone(ref words, out string? name))
            zone = findZone(name);
        if (zone is null)
            return false;
        long nowSeconds = now.ToUnixTimeSeconds();
        var clock = new LocalClock(zone);
        var parts = new DateParts { Clock = clock.Show(nowSeconds), Nanoseconds = (int)(now.UtcTicks % TimeSpan.TicksPerSecond) * NanosecondsPerTick };
        return new DateGrammar(words.Length == 0 ? "0" : words, parts, LocalNames(zone, nowSeconds)).Read()
            && TryResolve(parts, clock, zone.At(nowSeconds).IsDaylight, out Int128 seconds, out long nanoseconds)
            && TryToMoment(seconds, nanoseconds, out moment);
    }

    private static bool TryResolve(DateParts parts, LocalClock clock, bool isDaylightNow, out Int128 seconds, out long nanoseconds)
    {
        (seconds, nanoseconds) = (parts.Clock.Second, parts.Nanoseconds);
        if (parts.IsEpoch)
            return true;
        if (parts.Contradicts || !TryReading(parts, out ClockReading reading))
            return false;
        bool? daylight = parts.Dates + parts.Days + parts.Times > 0 ? null : isDaylightNow;
        if (parts.LocalZones > 0)
            daylight = parts.LocalDaylight;
        if (!TryFind(parts, ref clock, reading, daylight, out long start))
            return false;

        DateShift shift = parts.Shift;
        if (Math.Abs(shift.Years) > ShiftLimit || Math.Abs(shift.Months) > ShiftLimit || Math.Abs(shift.Days) > ShiftLimit || Math.Abs(parts.DayOrdinal) > ShiftLimit)
            return false;
        ClockReading date = reading;
        if (parts.Days > 0 && parts.Dates == 0)
        {
            date = AtWeekday(reading, parts);
            start = clock.Find(date, null);
        }

        if ((shift.Years | shift.Months | shift.Days) != 0)
        {
            ClockReading shown = clock.Show(start);
            start = clock.Find(
                reading with { Year = shown.Year + shift.Years, Month = shown.Month + shift.Months, Day = shown.Day + shift.Days },
                daylight);
        }

        seconds = start;
        if (parts.Zones > 0)
            seconds -= (parts.ZoneMinutes * 60) - clock.Zone.At(start).Offset;
        Int128 total = (Int128)parts.Nanoseconds + shift.Nanoseconds;
        nanoseconds = (long)(((total % NanosecondsPerSecond) + NanosecondsPerSecond) % NanosecondsPerSecond);
        seconds += ((Int128)shift.Hours * 3600) + ((Int128)shift.Minutes * 60) + shift.Seconds + ((total - nanoseconds) / NanosecondsPerSecond);
        return true;
    }

    private static bool TryReading(DateParts parts, out ClockReading reading)
    {
        reading = parts.Clock;
        if (parts.Times == 0 && !(parts.Shifted && parts.Dates == 0 && parts.Days == 0))
        {
            reading = reading with { Hour = 0, Minute = 0, Second = 0 };
            parts.Nanoseconds = 0;
            return true;
        }

        long hour = reading.Hour;
        bool possible = parts.Meridian == DateWords.FullDay ? hour is >= 0 and < 24 : hour is > 0 and <= 12;
        if (parts.Meridian != DateWords.FullDay)
            hour = (hour % 12) + (parts.Meridian == DateWords.Afternoon ? 12 : 0);
        reading = reading with { Hour = hour };
        return possible;
    }

    // A reading that no clock shows is refused. With a zone given, it is that zone's clock that counts.
    private static bool TryFind(DateParts parts, ref LocalClock clock, ClockReading reading, bool? daylight, out long moment)
    {
        moment = 0;
        if (reading is not { Year: >= 0 and <= 9999, Month: >= 1 and <= 12, Day: >= 1 and <= 31, Minute: >= 0 and < 60, Second: >= 0 and < 60 })
            return false;
        moment = clock.Find(reading, daylight);
        if (clock.Show(moment) == reading)
            return true;
        if (parts.Zones == 0)
            return false;
        clock = new LocalClock(ZoneRules.Fixed((int)(parts.ZoneMinutes * 60), "UTC"));
        moment = clock.Find(reading, daylight);
        return clock.Show(moment) == reading;
    }

    private static ClockReading AtWeekday(ClockReading reading, DateParts parts)
    {
        int today = CivilDate.WeekdayOf(CivilDate.ToDays(reading.Year, reading.Month, reading.Day));
        long weeks = parts.DayOrdinal - (parts.DayOrdinal > 0 && today != parts.Weekday ? 1 : 0);
        return reading with { Day = reading.Day + ((parts.Weekday - today + 7) % 7) + (7 * weeks) };
    }

    private static bool TryToMoment(Int128 seconds, long nanoseconds, out DateTimeOffset moment)
    {
        bool inRange = seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        moment = inRange ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).AddTicks(nanoseconds / NanosecondsPerTick) : default;
        return inRange;
    }

    // The names that the zone's clocks bear now and in the next three quarters; a name that serves both does not say which.
    private static (string Name, DateToken Token)[] LocalNames(ZoneRules zone, long now)
    {
        ZonePeriod present = zone.At(now);
        for (int quarter = 1; quarter <= 3; quarter++)
        {
            ZonePeriod other = zone.At(now + (quarter * QuarterInSeconds));
            if (other.IsDaylight == present.IsDaylight)
                continue;
            return string.Equals(other.Abbreviation, present.Abbreviation, StringComparison.Ordinal)
                ? [(present.Abbreviation, new DateToken(DateTokenKind.LocalZone, -1))]
                : [Named(present), Named(other)];
        }

        return [Named(present)];
    }

    private static (string Name, DateToken Token) Named(ZonePeriod period)
        => (period.Abbreviation, new DateToken(DateTokenKind.LocalZone, period.IsDaylight ? 1 : 0));

    private static bool TryTakeZone(ref string text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (!text.StartsWith(ZonePrefix, StringComparison.Ordinal))
            return false;
        var zone = new StringBuilder();
        for (int i = ZonePrefix.Length; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                name = zone.ToString();
                text = SkipBlanks(text[(i + 1)..]);
                return true;
            }

            if (text[i] == '\\' && (++i >= text.Length || text[i] is not ('\\' or '"')))
                return false;
            zone.Append(text[i]);
        }

        return false;
    }

    private static string SkipBlanks(string text)
    {
        int first = 0;
        while (first < text.Length && DateTokenizer.IsBlank(text[first]))
            first++;
        return text[first..];
    }
}
