namespace OstreePS.Core.Objects;

/// <summary>The time in a commit. It is stored unsigned, and compared so, but its bits are those of a signed count: a commit can be older than 1970.</summary>
public static class CommitTimestamp
{
    private static readonly long s_first = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long s_last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads the time, unless it lies outside the years 1 to 9999.</summary>
    public static bool TryRead(ulong seconds, out DateTimeOffset time)
    {
        bool known = (long)seconds >= s_first && (long)seconds <= s_last;
        time = known ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : default;
        return known;
    }

    /// <summary>Reads the time; what no calendar has becomes the nearest that one has.</summary>
    public static DateTimeOffset Nearest(ulong seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp((long)seconds, s_first, s_last));
}
