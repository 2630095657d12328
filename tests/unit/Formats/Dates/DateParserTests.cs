using System.Globalization;
using OstreePS.Core.Formats.Dates;

namespace OstreePS.UnitTests.Formats.Dates;

/// <summary>Times in words mean what GNU date said they mean; see Fixtures/dates/make.sh.</summary>
public class DateParserTests
{
    private const string Refused = "refused";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "dates");

    [Fact]
    public void EveryRowOfGnuDateHolds()
    {
        var failures = new List<string>();
        int count = 0;
        foreach (string line in File.ReadLines(Path.Combine(Folder, "rows.tsv")).Skip(1))
        {
            count++;
            string[] row = line.Split('\t');
            string answer = Ask(row[2], row[0], long.Parse(row[1], CultureInfo.InvariantCulture));
            if (!string.Equals(answer, row[3], StringComparison.Ordinal))
                failures.Add($"{row[0]} at {row[1]}: '{row[2]}' is {row[3]}, and we said {answer}");
        }

        Assert.True(count > 1800, $"{count} rows are too few.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} rows:\n" + string.Join('\n', failures.Take(40)));
    }

    [Fact]
    public void ThePresentKeepsItsFraction()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        Assert.True(DateParser.TryParse("1 hour ago", now, ZoneRules.Utc, Find, out DateTimeOffset moment));
        Assert.Equal(now.AddHours(-1), moment);
        Assert.True(DateParser.TryParse("today 5:00", now, ZoneRules.Utc, Find, out moment));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 5, 0, 0, TimeSpan.Zero), moment);
    }

    [Theory]
    [InlineData("TZ=\"Nowhere/Land\" 2024-01-01")]
    [InlineData("9999-12-31 23:59:59 1 sec")]
    [InlineData("0001-01-01 1 sec ago")]
    [InlineData("9999999999999999 days ago")]
    [InlineData("999999999999999 days ago")]
    [InlineData("999999999999999 hours")]
    public void WhatNoDateCanHoldIsRefused(string text) => Assert.Equal(Refused, Ask(text, "UTC", 0));

    [Fact]
    public void LongTextIsRefusedAtOnce() => Assert.Equal(Refused, Ask(new string('(', 5000), "UTC", 0));

    [Theory]
    [InlineData("")]
    [InlineData("TZif")]
    [InlineData("TZif2...............\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff\uffff")]
    public void WhatIsNoZoneFileIsNone(string text) => Assert.Null(ZoneRules.FromFile(System.Text.Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void EveryCutOfAZoneFileIsReadOrRefused()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Folder, "zones", "Europe", "Berlin"));
        Assert.NotNull(ZoneRules.FromFile(whole));
        for (int length = 0; length < whole.Length - 1; length += 7)
            ZoneRules.FromFile(whole.AsSpan(0, length))?.At(0);
    }

    [Theory]
    [InlineData("CET")]
    [InlineData("C-1")]
    [InlineData("CET-25")]
    [InlineData("CET-1CEST,M13.5.0,M10.5.0")]
    [InlineData("CET-1CEST,M3.5.0")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0 ")]
    public void WhatIsNoPosixZoneIsNone(string text) => Assert.Null(ZoneRules.FromPosix(text));

    private static string Ask(string text, string zone, long now)
    {
        if (!DateParser.TryParse(text, DateTimeOffset.FromUnixTimeSeconds(now), Find(zone)!, Find, out DateTimeOffset moment))
            return Refused;
        long ticks = moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        long seconds = (long)Math.Floor((decimal)ticks / TimeSpan.TicksPerSecond);
        long fraction = ticks - (seconds * TimeSpan.TicksPerSecond);
        return fraction == 0 ? $"{seconds}" : $"{seconds}.{fraction:0000000}00";
    }

    private static ZoneRules? Find(string name)
    {
        if (name.Length == 0)
            return ZoneRules.Utc;
        string file = Path.Combine(Folder, "zones", name);
        return File.Exists(file) ? ZoneRules.FromFile(File.ReadAllBytes(file)) : ZoneRules.FromPosix(name);
    }
}
