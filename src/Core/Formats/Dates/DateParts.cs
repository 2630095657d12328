namespace OstreePS.Core.Formats.Dates;

/// <summary>What the words of a date said: fields, how often each kind was given, and the shifts, which add up.</summary>
internal sealed class DateParts
{
    internal ClockReading Clock;
    internal int YearDigits;
    internal int Nanoseconds;
    internal int Meridian = DateWords.FullDay;
    internal long DayOrdinal;
    internal int Weekday;
    internal long ZoneMinutes;
    internal bool? LocalDaylight;
    internal bool IsEpoch;

    internal int Dates;
    internal int Times;
    internal int Days;
    internal int Zones;
    internal int LocalZones;
    internal int Daylights;
    internal bool Shifted;

    internal DateShift Shift;

    /// <summary>Whether a thing was said twice.</summary>
    internal bool Contradicts => Dates > 1 || Times > 1 || Days > 1 || Daylights > 1 || LocalZones + Zones > 1;

    internal void SetTime(long hour, long minute, long second, int nanoseconds, int meridian)
    {
        Clock = Clock with { Hour = hour, Minute = minute, Second = second };
        Nanoseconds = nanoseconds;
        Meridian = meridian;
    }

    internal void SetDate(DateToken? year, long month, long day)
    {
        Clock = Clock with { Month = month, Day = day };
        if (year is { } given)
            SetYear(given.Value, given.Digits);
    }

    /// <summary>A bare number: a year after a date, else YYYYMMDD or HHMM.</summary>
    internal void SetDigits(DateToken number)
    {
        long value = number.Value;
        if (Dates > 0 && YearDigits == 0 && !Shifted && (Times > 0 || number.Digits > 2))
        {
            SetYear(value, number.Digits);
        }
        else if (number.Digits > 4)
        {
            Dates++;
            Clock = Clock with { Month = value / 100 % 100, Day = value % 100 };
            SetYear(value / 10000, number.Digits - 4);
        }
        else
        {
            Times++;
            bool hourOnly = number.Digits <= 2;
            SetTime(hourOnly ? value : value / 100, hourOnly ? 0 : value % 100, 0, 0, DateWords.FullDay);
        }
    }

    internal void Add(in DateShift shift, long factor)
    {
        Shift = Shift.Plus(shift, factor);
        Shifted = true;
    }

    // Two digits mean 1969 to 2068.
    private void SetYear(long year, int digits)
    {
        YearDigits = digits;
        long whole = Math.Abs(year);
        Clock = Clock with { Year = year >= 0 && digits == 2 ? whole + (whole < 69 ? 2000 : 1900) : whole };
    }
}

/// <summary>How far a date is moved.</summary>
internal readonly record struct DateShift(long Years, long Months, long Days, long Hours, long Minutes, long Seconds, long Nanoseconds)
{
    internal static DateShift Of(DateToken unit, long count, int nanoseconds = 0) => unit.Kind switch
    {
        DateTokenKind.YearUnit => new(count, 0, 0, 0, 0, 0, 0),
        DateTokenKind.MonthUnit => new(0, count, 0, 0, 0, 0, 0),
        DateTokenKind.DayUnit => new(0, 0, count * unit.Value, 0, 0, 0, 0),
        DateTokenKind.HourUnit => new(0, 0, 0, count, 0, 0, 0),
        DateTokenKind.MinuteUnit => new(0, 0, 0, 0, count, 0, 0),
        _ => new(0, 0, 0, 0, 0, count, nanoseconds),
    };

    internal DateShift Plus(in DateShift other, long factor) => new(
        Years + (factor * other.Years),
        Months + (factor * other.Months),
        Days + (factor * other.Days),
        Hours + (factor * other.Hours),
        Minutes + (factor * other.Minutes),
        Seconds + (factor * other.Seconds),
        Nanoseconds + (factor * other.Nanoseconds));
}
