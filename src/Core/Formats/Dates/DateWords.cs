using System.Collections.Frozen;

namespace OstreePS.Core.Formats.Dates;

/// <summary>The English words that the date grammar knows.</summary>
internal static class DateWords
{
    internal const int Morning = 0;
    internal const int Afternoon = 1;
    internal const int FullDay = 2;

    private const int Abbreviated = 3;

    private static readonly string[] MonthNames =
        ["JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"];

    private static readonly string[] DayNames = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

    private static readonly FrozenDictionary<string, DateToken> Meridians = Table(
        DateTokenKind.Meridian, ("AM", Morning), ("A.M.", Morning), ("PM", Afternoon), ("P.M.", Afternoon));

    private static readonly FrozenDictionary<string, DateToken> Calendar = MonthNames.Select((name, i) => (name, token: new DateToken(DateTokenKind.Month, i + 1)))
        .Concat(DayNames.Select((name, i) => (name, token: new DateToken(DateTokenKind.Weekday, i))))
        .SelectMany(IEnumerable<(string name, DateToken token)> (pair) => [pair, (pair.name[..Abbreviated], pair.token)])
        .Concat<(string name, DateToken token)>(
        [
            ("SEPT", new DateToken(DateTokenKind.Month, 9)),
            ("TUES", new DateToken(DateTokenKind.Weekday, 2)),
            ("WEDNES", new DateToken(DateTokenKind.Weekday, 3)),
            ("THUR", new DateToken(DateTokenKind.Weekday, 4)),
            ("THURS", new DateToken(DateTokenKind.Weekday, 4)),
        ])
        .DistinctBy(pair => pair.name, StringComparer.Ordinal)
        .ToFrozenDictionary(pair => pair.name, pair => pair.token, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, DateToken> Universal = Table(DateTokenKind.Zone, ("GMT", 0), ("UT", 0), ("UTC", 0));

    // Abbreviations are ambiguous; these are the meanings that GNU date gives them. Daylight zones carry their standard offset.
    private static readonly FrozenDictionary<string, DateToken> Zones = Table(
            DateTokenKind.Zone,
            ("WET", 0), ("ART", -180), ("BRT", -180), ("NST", -210), ("AST", -240), ("CLT", -240), ("EST", -300), ("CST", -360), ("MST", -420),
            ("PST", -480), ("AKST", -540), ("HST", -600), ("HAST", -600), ("SST", -720), ("WAT", 60), ("CET", 60), ("MET", 60), ("MEZ", 60),
            ("EET", 120), ("CAT", 120), ("SAST", 120), ("EAT", 180), ("MSK", 180), ("IST", 330), ("SGT", 480), ("KST", 540), ("JST", 540),
            ("GST", 600), ("NZST", 720))
        .Concat(Table(
            DateTokenKind.DaylightZone,
            ("WEST", 0), ("BST", 0), ("BRST", -180), ("NDT", -210), ("ADT", -240), ("CLST", -240), ("EDT", -300), ("CDT", -360), ("MDT", -420),
            ("PDT", -480), ("AKDT", -540), ("HADT", -600), ("CEST", 60), ("MEST", 60), ("MESZ", 60), ("EEST", 120), ("MSD", 180), ("NZDT", 720)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, DateToken> Units = new Dictionary<string, DateToken>(StringComparer.Ordinal)
    {
        ["YEAR"] = new(DateTokenKind.YearUnit, 1),
        ["MONTH"] = new(DateTokenKind.MonthUnit, 1),
        ["FORTNIGHT"] = new(DateTokenKind.DayUnit, 14),
        ["WEEK"] = new(DateTokenKind.DayUnit, 7),
        ["DAY"] = new(DateTokenKind.DayUnit, 1),
        ["HOUR"] = new(DateTokenKind.HourUnit, 1),
        ["MINUTE"] = new(DateTokenKind.MinuteUnit, 1),
        ["MIN"] = new(DateTokenKind.MinuteUnit, 1),
        ["SECOND"] = new(DateTokenKind.SecondUnit, 1),
        ["SEC"] = new(DateTokenKind.SecondUnit, 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, DateToken> Relative = Table(DateTokenKind.DayShift, ("TOMORROW", 1), ("YESTERDAY", -1), ("TODAY", 0), ("NOW", 0))
        .Concat(Table(
            DateTokenKind.Ordinal,
            ("LAST", -1), ("THIS", 0), ("NEXT", 1), ("FIRST", 1), ("THIRD", 3), ("FOURTH", 4), ("FIFTH", 5), ("SIXTH", 6), ("SEVENTH", 7),
            ("EIGHTH", 8), ("NINTH", 9), ("TENTH", 10), ("ELEVENTH", 11), ("TWELFTH", 12)))
        .Concat(Table(DateTokenKind.Direction, ("AGO", -1), ("HENCE", 1)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a word means.</summary>
    /// <param name="word">Letters and dots, in any case.</param>
    /// <param name="local">The names of the local zone's times.</param>
    internal static DateToken Find(string word, IReadOnlyList<(string Name, DateToken Token)> local)
    {
        word = word.ToUpperInvariant();
        string calendar = word.Length == Abbreviated + 1 && word[^1] == '.' ? word[..^1] : word;
        if (Meridians.TryGetValue(word, out DateToken token) || Calendar.TryGetValue(calendar, out token) || TryZone(word, local, out token))
            return token;
        if (string.Equals(word, "DST", StringComparison.Ordinal))
            return new DateToken(DateTokenKind.Daylight);
        if (Units.TryGetValue(word, out token) || (word[^1] == 'S' && Units.TryGetValue(word[..^1], out token)) || Relative.TryGetValue(word, out token))
            return token;
        if (word.Length == 1)
            return Letter(word[0]);
        string bare = word.Replace(".", string.Empty, StringComparison.Ordinal);
        return bare.Length != word.Length && TryZone(bare, local, out token) ? token : new DateToken(DateTokenKind.Unknown);
    }

    private static bool TryZone(string word, IReadOnlyList<(string Name, DateToken Token)> local, out DateToken token)
    {
        if (Universal.TryGetValue(word, out token))
            return true;
        foreach ((string name, DateToken meaning) in local)
        {
            if (string.Equals(name, word, StringComparison.Ordinal))
            {
                token = meaning;
                return true;
            }
        }

        return Zones.TryGetValue(word, out token);
    }

    // The letters of military time: A to M without J lie east of Greenwich, N to Y west, and J is none. T also parts date and time.
    private static DateToken Letter(char letter) => letter switch
    {
        'T' => new DateToken(DateTokenKind.LetterT),
        'J' => new DateToken(DateTokenKind.Unknown),
        'Z' => new DateToken(DateTokenKind.Zone),
        <= 'I' => new DateToken(DateTokenKind.Zone, (letter - 'A' + 1) * 60),
        <= 'M' => new DateToken(DateTokenKind.Zone, (letter - 'A') * 60),
        _ => new DateToken(DateTokenKind.Zone, ('M' - letter) * 60),
    };

    private static FrozenDictionary<string, DateToken> Table(DateTokenKind kind, params ReadOnlySpan<(string Word, long Value)> words)
    {
        var table = new Dictionary<string, DateToken>(StringComparer.Ordinal);
        foreach ((string word, long value) in words)
            table.Add(word, new DateToken(kind, value));
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
