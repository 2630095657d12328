namespace OstreePS.Core.Formats.Dates;

/// <summary>Days and clock fields of the proleptic Gregorian calendar, any year.</summary>
internal readonly record struct CivilDate(long Year, int Month, int Day)
{
    internal const int SecondsPerDay = 86400;

    /// <summary>Days since 1970-01-01. A month or day out of its range moves on into the next or previous ones.</summary>
    internal static long ToDays(long year, long month, long day)
    {
        long months = (year * 12) + month - 1;
        year = FloorDivide(months, 12);
        long shifted = (months - (year * 12) + 10) % 12;
        if (shifted >= 10)
            year--;
        long era = FloorDivide(year, 400);
        long ofEra = year - (era * 400);
        long ofYear = ((153 * shifted) + 2) / 5;
        return (era * 146097) + (ofEra * 365) + (ofEra / 4) - (ofEra / 100) + ofYear + day - 1 - 719468;
    }

    /// <summary>The date of a day counted from 1970-01-01.</summary>
    internal static CivilDate FromDays(long days)
    {
        days += 719468;
        long era = FloorDivide(days, 146097);
        long ofEra = days - (era * 146097);
        long yearOfEra = (ofEra - (ofEra / 1460) + (ofEra / 36524) - (ofEra / 146096)) / 365;
        long ofYear = ofEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long shifted = ((5 * ofYear) + 2) / 153;
        int day = (int)(ofYear - (((153 * shifted) + 2) / 5) + 1);
        int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return new CivilDate(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>The weekday of a day counted from 1970-01-01; Sunday is 0.</summary>
    internal static int WeekdayOf(long days) => (int)(((days % 7) + 11) % 7);

    internal static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
