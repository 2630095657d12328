namespace OstreePS.Core.Formats.Dates;

/// <summary>A zone in POSIX notation: two names and offsets, and the rules by which they take turns each year.</summary>
internal sealed class PosixZone
{
    private const int Hour = 3600;
    private const string UsualRules = ",M3.2.0,M11.1.0";
    private readonly ZonePeriod? _daylight;
    private readonly YearlyChange _start;
    private readonly YearlyChange _end;

    private PosixZone(ZonePeriod standard, ZonePeriod? daylight, YearlyChange start, YearlyChange end)
    {
        Standard = standard;
        _daylight = daylight;
        _start = start;
        _end = end;
    }

    internal ZonePeriod Standard { get; }

    internal static PosixZone? TryParse(string text)
    {
        var reader = new Reader(text);
        if (!reader.Name(out string name) || !reader.Offset(24, out int west))
            return null;
        var standard = new ZonePeriod(-west, false, name);
        if (reader.AtEnd)
            return new PosixZone(standard, null, default, default);
        if (!reader.Name(out string summer))
            return null;
        int offset = standard.Offset + Hour;
        if (reader.Offset(24, out int summerWest))
            offset = -summerWest;
        if (reader.AtEnd)
            reader = new Reader(UsualRules);
        return reader.Rule(out YearlyChange start) && reader.Rule(out YearlyChange end) && reader.AtEnd
            ? new PosixZone(standard, new ZonePeriod(offset, true, summer), start, end)
            : null;
    }

    internal ZonePeriod At(long unixSeconds)
    {
        if (_daylight is not { } daylight)
            return Standard;
        long year = CivilDate.FromDays(CivilDate.FloorDivide(unixSeconds + Standard.Offset, CivilDate.SecondsPerDay)).Year;
        long start = _start.In(year) - Standard.Offset;
        long end = _end.In(year) - daylight.Offset;
        bool summer = start < end ? unixSeconds >= start && unixSeconds < end : unixSeconds < end || unixSeconds >= start;
        return summer ? daylight : Standard;
    }

    /// <summary>The moment of a change in local time: the nth weekday of a month, or a day of the year.</summary>
    private readonly record struct YearlyChange(char Form, int Month, int Week, int Day, int Time)
    {
        internal long In(long year)
        {
            long day;
            if (Form == 'M')
            {
                long first = CivilDate.ToDays(year, Month, 1);
                day = first + ((Day - CivilDate.WeekdayOf(first) + 7) % 7) + ((Week - 1) * 7);
                if (day >= CivilDate.ToDays(year, Month + 1, 1))
                    day -= 7;
            }
            else
            {
                bool leap = CivilDate.ToDays(year, 3, 1) - CivilDate.ToDays(year, 2, 1) == 29;
                day = CivilDate.ToDays(year, 1, 1) + Day - (Form == 'J' ? 1 : 0) + (Form == 'J' && leap && Day >= 60 ? 1 : 0);
            }

            return (day * CivilDate.SecondsPerDay) + Time;
        }
    }

    private struct Reader(string text)
    {
        private int _at;

        internal readonly bool AtEnd => _at == text.Length;

        private readonly char Next => _at < text.Length ? text[_at] : '\0';

        internal bool Name(out string name)
        {
            int first = _at;
            if (Next == '<')
            {
                int close = text.IndexOf('>', _at);
                name = close < 0 ? string.Empty : text[(_at + 1)..close];
                _at = close < 0 ? _at : close + 1;
                return name.Length > 0;
            }

            while (char.IsAsciiLetter(Next))
                _at++;
            name = text[first.._at];
            return name.Length >= 3;
        }

        internal bool Offset(int mostHours, out int seconds)
        {
            seconds = 0;
            int sign = Next == '-' ? -1 : 1;
            if (Next is '-' or '+')
                _at++;
            if (!Number(mostHours, out int hours))
                return false;
            int minutes = 0;
            int rest = 0;
            if (Skip(':') && (!Number(59, out minutes) || (Skip(':') && !Number(59, out rest))))
                return false;
            seconds = sign * ((hours * Hour) + (minutes * 60) + rest);
            return true;
        }

        internal bool Rule(out YearlyChange change)
        {
            change = default;
            if (!Skip(','))
                return false;
            int month = 0;
            int week = 0;
            int day;
            char form = Next is 'M' or 'J' ? text[_at++] : '0';
            if (form == 'M')
            {
                if (!Number(12, out month) || !Skip('.') || !Number(5, out week) || !Skip('.') || !Number(6, out day) || month == 0 || week == 0)
                    return false;
            }
            else if (!Number(365, out day) || (form == 'J' && day == 0))
            {
                return false;
            }

            int time = 2 * Hour;
            if (Skip('/') && !Offset(167, out time))
                return false;
            change = new YearlyChange(form, month, week, day, time);
            return true;
        }

        private bool Skip(char c)
        {
            bool there = Next == c;
            if (there)
                _at++;
            return there;
        }

        private bool Number(int most, out int value)
        {
            value = 0;
            int first = _at;
            for (; char.IsAsciiDigit(Next) && value <= most; _at++)
                value = (value * 10) + (Next - '0');
            return _at > first && value <= most;
        }
    }
}
