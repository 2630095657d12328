namespace OstreePS.Core.Formats.Dates;

/// <summary>What a zone's clocks show for a while.</summary>
/// <param name="Offset">Seconds east of UTC.</param>
/// <param name="IsDaylight">Whether it is daylight-saving time.</param>
/// <param name="Abbreviation">The name of this time, such as CEST.</param>
public readonly record struct ZonePeriod(int Offset, bool IsDaylight, string Abbreviation);
