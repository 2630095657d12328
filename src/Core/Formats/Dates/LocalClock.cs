namespace OstreePS.Core.Formats.Dates;

/// <summary>The fields that a clock shows; a field out of its range is allowed until it is resolved.</summary>
internal record struct ClockReading(long Year, long Month, long Day, long Hour, long Minute, long Second)
{
    internal readonly long SecondsAsUtc
        => (CivilDate.ToDays(Year, Month, Day) * CivilDate.SecondsPerDay) + (Hour * 3600) + (Minute * 60) + Second;
}

/// <summary>Turns clock readings of a zone into moments, with the choices that the C library makes where clocks change.</summary>
internal sealed class LocalClock(ZoneRules zone)
{
    private const int Probes = 6;
    private const long SearchStride = 601200;
    private const long SearchLimit = (536454000 / 2) + SearchStride;
    private long _guess;

    internal ZoneRules Zone => zone;

    /// <summary>What the clock shows at a moment.</summary>
    internal ClockReading Show(long moment)
    {
        long local = moment + zone.At(moment).Offset;
        long days = CivilDate.FloorDivide(local, CivilDate.SecondsPerDay);
        CivilDate date = CivilDate.FromDays(days);
        long second = local - (days * CivilDate.SecondsPerDay);
        return new ClockReading(date.Year, date.Month, date.Day, second / 3600, second / 60 % 60, second % 60);
    }

    /// <summary>The moment at which the clock shows a reading.</summary>
    /// <param name="reading">The fields, perhaps out of range.</param>
    /// <param name="daylight">Whether daylight-saving time is meant; null to find out.</param>
    /// <remarks>
    /// A reading that the clock skips leads to a moment that shows another one. Of two moments, the one nearer to the last
    /// offset used is taken, as C libraries do.
    /// </remarks>
    internal long Find(ClockReading reading, bool? daylight)
    {
        long asUtc = reading.SecondsAsUtc;
        long moment = asUtc + _guess;
        long previous = moment;
        long before = moment;
        bool wasDaylight = false;
        for (int left = Probes; ; left--)
        {
            ZonePeriod period = zone.At(moment);
            long next = asUtc - period.Offset;
            if (next == moment)
                break;
            bool oscillates = moment == previous && moment != before
                && (daylight is null ? !wasDaylight || period.IsDaylight : daylight != period.IsDaylight);
            if (oscillates || left == 0)
                return Settle(asUtc, moment);
            previous = before;
            before = moment;
            moment = next;
            wasDaylight = period.IsDaylight;
        }

        return Settle(asUtc, daylight is { } wanted && wanted != zone.At(moment).IsDaylight ? Nearby(asUtc, moment, wanted) : moment);
    }

    private long Settle(long asUtc, long moment)
    {
        _guess = moment - asUtc;
        return moment;
    }

    // The zone has that kind of time in another part of the year: the reading is taken by its offset.
    private long Nearby(long asUtc, long moment, bool daylight)
    {
        for (long distance = SearchStride; distance < SearchLimit; distance += SearchStride)
        {
            ZonePeriod earlier = zone.At(moment - distance);
            if (earlier.IsDaylight == daylight)
                return asUtc - earlier.Offset;
            ZonePeriod later = zone.At(moment + distance);
            if (later.IsDaylight == daylight)
                return asUtc - later.Offset;
        }

        return moment + (daylight ? -3600 : 3600);
    }
}
