using Kind = OstreePS.Core.Formats.Dates.DateTokenKind;

namespace OstreePS.Core.Formats.Dates;

/// <summary>Reads the items of a date one after the other, deciding by the next token alone and never going back.</summary>
/// <remarks>
/// So <c>10:00 +2 hours</c> is ten o'clock in the zone +2, and then one hour more, as with GNU date: a number with a sign after
/// a time is a zone.
/// </remarks>
internal ref struct DateGrammar
{
    private readonly DateParts _parts;
    private DateTokenizer _tokens;
    private DateToken _next;

    internal DateGrammar(string text, DateParts parts, IReadOnlyList<(string Name, DateToken Token)> localZones)
    {
        _parts = parts;
        _tokens = new DateTokenizer(text, localZones);
        _next = _tokens.Next();
    }

    /// <summary>Reads all of it; false when it is no date.</summary>
    internal bool Read()
    {
        if (Take(Kind.At, out _))
            return ReadSeconds(signed: true, out DateToken seconds) && SetEpoch(seconds) && _next.Kind == Kind.End;
        while (_next.Kind != Kind.End)
        {
            if (!ReadItem())
                return false;
        }

        return true;
    }

    private bool ReadItem()
    {
        DateToken first = Take();
        return first.Kind switch
        {
            Kind.Number => ReadAfterNumber(first),
            Kind.SignedNumber => ReadShift(first),
            Kind.Decimal or Kind.SignedDecimal => Take(Kind.SecondUnit, out DateToken unit) && EndShift(DateShift.Of(unit, first.Value, first.Nanoseconds)),
            Kind.Ordinal => ReadAfterOrdinal(first),
            Kind.Month => ReadAfterMonth(first),
            Kind.Weekday => SetWeekday(first, 0) && (Take(Kind.Comma, out _) || true),
            Kind.Zone => ReadAfterZone(first.Value),
            Kind.DaylightZone => SetZone(first.Value + 60),
            Kind.LetterT => ReadAfterLetterT(),
            Kind.LocalZone => ReadAfterLocalZone(first),
            Kind.DayShift => AddShift(new DateShift(0, 0, first.Value, 0, 0, 0, 0), 1),
            _ => first.IsUnit && EndShift(DateShift.Of(first, 1)),
        };
    }

    private bool ReadAfterNumber(DateToken number)
    {
        switch (_next.Kind)
        {
            case Kind.Meridian:
                _parts.Times++;
                _parts.SetTime(number.Value, 0, 0, 0, (int)Take().Value);
                return true;
            case Kind.Colon:
                _parts.Times++;
                return ReadClock(number, meridianAllowed: true);
            case Kind.Slash:
                return ReadSlashes(number);
            case Kind.Month:
                return ReadDayMonth(number);
            case Kind.SignedNumber:
                return ReadAfterNumberAndSigned(number, Take());
            case Kind.Weekday:
                return SetWeekday(Take(), number.Value);
            default:
                if (_next.IsUnit)
                    return EndShift(DateShift.Of(Take(), number.Value));
                _parts.SetDigits(number);
                return true;
        }
    }

    // Three readings begin with a number and a signed one: 2020-01-31, 20200131 +2 days, and 10 -0500.
    private bool ReadAfterNumberAndSigned(DateToken number, DateToken signed)
    {
        if (Take(Kind.SignedNumber, out DateToken day))
        {
            _parts.SetDate(number, -signed.Value, -day.Value);
            _parts.Dates++;
            if (!Take(Kind.LetterT, out _))
                return true;
            _parts.Times++;
            return Take(Kind.Number, out DateToken hour) && ReadIsoClock(hour);
        }

        if (_next.IsUnit)
        {
            _parts.SetDigits(number);
            return AddShift(DateShift.Of(Take(), signed.Value), 1);
        }

        _parts.Times++;
        _parts.SetTime(number.Value, 0, 0, 0, DateWords.FullDay);
        return ReadZoneOffset(signed);
    }

    private bool ReadIsoClock(DateToken hour)
    {
        if (!Take(Kind.SignedNumber, out DateToken zone))
            return ReadClock(hour, meridianAllowed: false);
        _parts.SetTime(hour.Value, 0, 0, 0, DateWords.FullDay);
        return ReadZoneOffset(zone);
    }

    private bool ReadClock(DateToken hour, bool meridianAllowed)
    {
        if (!Take(Kind.Colon, out _) || !Take(Kind.Number, out DateToken minute))
            return false;
        DateToken second = default;
        if (Take(Kind.Colon, out _) && !ReadSeconds(signed: false, out second))
            return false;
        int meridian = meridianAllowed && Take(Kind.Meridian, out DateToken half) ? (int)half.Value : DateWords.FullDay;
        _parts.SetTime(hour.Value, minute.Value, second.Value, second.Nanoseconds, meridian);
        return meridian != DateWords.FullDay || !Take(Kind.SignedNumber, out DateToken zone) || ReadZoneOffset(zone);
    }

    private bool ReadSeconds(bool signed, out DateToken seconds)
        => Take(Kind.Number, out seconds) || Take(Kind.Decimal, out seconds)
            || (signed && (Take(Kind.SignedNumber, out seconds) || Take(Kind.SignedDecimal, out seconds)));

    private bool ReadZoneOffset(DateToken signed)
    {
        _parts.Zones++;
        return TryZoneMinutes(signed, out _parts.ZoneMinutes);
    }

    // A zone is HH, HHMM or HH:MM, and at most a day.
    private bool TryZoneMinutes(DateToken signed, out long minutes)
    {
        minutes = 0;
        if (Take(Kind.Colon, out _))
        {
            if (!Take(Kind.Number, out DateToken rest))
                return false;
            minutes = (signed.Value * 60) + (signed.Negative ? -rest.Value : rest.Value);
        }
        else
        {
            minutes = signed.Digits <= 2 ? signed.Value * 60 : (signed.Value / 100 * 60) + (signed.Value % 100);
        }

        return Math.Abs(minutes) <= 24 * 60;
    }

    private bool ReadSlashes(DateToken first)
    {
        Take();
        _parts.Dates++;
        if (!Take(Kind.Number, out DateToken second))
            return false;
        if (!Take(Kind.Slash, out _))
        {
            _parts.SetDate(null, first.Value, second.Value);
            return true;
        }

        if (!Take(Kind.Number, out DateToken third))
            return false;
        if (first.Digits >= 4)
            _parts.SetDate(first, second.Value, third.Value);
        else
            _parts.SetDate(third, first.Value, second.Value);
        return true;
    }

    private bool ReadDayMonth(DateToken day)
    {
        long month = Take().Value;
        _parts.Dates++;
        DateToken? year = null;
        if (Take(Kind.Number, out DateToken plain))
            year = plain;
        else if (Take(Kind.SignedNumber, out DateToken dashed))
            year = dashed with { Value = -dashed.Value };
        _parts.SetDate(year, month, day.Value);
        return true;
    }

    private bool ReadAfterMonth(DateToken month)
    {
        _parts.Dates++;
        if (Take(Kind.SignedNumber, out DateToken day))
        {
            if (!Take(Kind.SignedNumber, out DateToken dashed))
                return false;
            _parts.SetDate(dashed with { Value = -dashed.Value }, month.Value, -day.Value);
            return true;
        }

        if (!Take(Kind.Number, out day))
            return false;
        DateToken? year = null;
        if (Take(Kind.Comma, out _))
        {
            if (!Take(Kind.Number, out DateToken plain))
                return false;
            year = plain;
        }

        _parts.SetDate(year, month.Value, day.Value);
        return true;
    }

    private bool ReadAfterOrdinal(DateToken ordinal)
        => Take(Kind.Weekday, out DateToken day) ? SetWeekday(day, ordinal.Value) : _next.IsUnit && EndShift(DateShift.Of(Take(), ordinal.Value));

    private bool ReadAfterZone(long minutes)
    {
        SetZone(minutes);
        if (Take(Kind.Daylight, out _))
            return SetZoneMinutes(minutes + 60);
        if (!Take(Kind.SignedNumber, out DateToken signed))
            return true;
        if (_next.IsUnit)
            return AddShift(DateShift.Of(Take(), signed.Value), 1);
        return TryZoneMinutes(signed, out long more) && SetZoneMinutes(minutes + more);
    }

    private bool ReadAfterLetterT()
    {
        SetZone(-7 * 60);
        return !Take(Kind.SignedNumber, out DateToken signed) || (_next.IsUnit && AddShift(DateShift.Of(Take(), signed.Value), 1));
    }

    private bool ReadAfterLocalZone(DateToken zone)
    {
        _parts.LocalZones++;
        _parts.Daylights += zone.Value > 0 ? 1 : 0;
        _parts.LocalDaylight = zone.Value < 0 ? null : zone.Value > 0;
        if (Take(Kind.Daylight, out _))
        {
            _parts.LocalDaylight = true;
            _parts.Daylights++;
        }

        return true;
    }

    private bool ReadShift(DateToken signed) => _next.IsUnit && EndShift(DateShift.Of(Take(), signed.Value));

    private bool EndShift(in DateShift shift) => AddShift(shift, Take(Kind.Direction, out DateToken direction) ? direction.Value : 1);

    private readonly bool AddShift(in DateShift shift, long factor)
    {
        _parts.Add(shift, factor);
        return true;
    }

    private readonly bool SetWeekday(DateToken day, long ordinal)
    {
        _parts.Days++;
        _parts.Weekday = (int)day.Value;
        _parts.DayOrdinal = ordinal;
        return true;
    }

    private readonly bool SetZone(long minutes)
    {
        _parts.Zones++;
        return SetZoneMinutes(minutes);
    }

    private readonly bool SetZoneMinutes(long minutes)
    {
        _parts.ZoneMinutes = minutes;
        return true;
    }

    private readonly bool SetEpoch(DateToken seconds)
    {
        _parts.IsEpoch = true;
        _parts.Clock = _parts.Clock with { Second = seconds.Value };
        _parts.Nanoseconds = seconds.Nanoseconds;
        return true;
    }

    private DateToken Take()
    {
        DateToken taken = _next;
        _next = _tokens.Next();
        return taken;
    }

    private bool Take(Kind kind, out DateToken token)
    {
        bool there = _next.Kind == kind;
        token = there ? Take() : default;
        return there;
    }
}
