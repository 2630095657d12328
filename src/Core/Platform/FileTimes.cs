namespace OstreePS.Core.Platform;

/// <summary>The pair of <c>struct timespec</c> that <c>utimensat(2)</c> takes.</summary>
internal static unsafe class FileTimes
{
    private const long Omit = (1L << 30) - 2;

    /// <summary>Leaves the access time as it is and sets the modification time to Unix seconds.</summary>
    internal static void Fill(long* times, long seconds, uint nanoseconds = 0)
    {
        times[0] = 0;
        times[1] = Omit;
        times[2] = seconds;
        times[3] = nanoseconds;
    }
}
