namespace OstreePS.Core.Formats.Dates;

internal enum DateTokenKind
{
    End,
    Unknown,
    Number,
    SignedNumber,
    Decimal,
    SignedDecimal,
    Colon,
    Slash,
    Comma,
    At,
    LetterT,
    Meridian,
    Month,
    Weekday,
    Zone,
    DaylightZone,
    LocalZone,
    Daylight,
    YearUnit,
    MonthUnit,
    DayUnit,
    HourUnit,
    MinuteUnit,
    SecondUnit,
    DayShift,
    Ordinal,
    Direction,
}

/// <summary>One word, number or sign of a date.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The number, or what the word stands for; offsets of zones in minutes east of UTC.</param>
/// <param name="Digits">How many digits a number was written with.</param>
/// <param name="Nanoseconds">The fraction of a decimal, always forward from its whole seconds.</param>
/// <param name="Negative">Whether a minus leads.</param>
internal readonly record struct DateToken(DateTokenKind Kind, long Value = 0, int Digits = 0, int Nanoseconds = 0, bool Negative = false)
{
    internal bool IsUnit => Kind is >= DateTokenKind.YearUnit and <= DateTokenKind.SecondUnit;
}
