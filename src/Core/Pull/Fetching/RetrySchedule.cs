namespace OstreePS.Core.Pull.Fetching;

/// <summary>How long to wait before each further try: longer each time, never for everyone the same.</summary>
/// <param name="retries">How often at most.</param>
internal sealed class RetrySchedule(int retries)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private int _used;

    /// <summary>The wait before another try; null when there is none left, or none makes sense.</summary>
    internal TimeSpan? Next(FetchFault fault)
    {
        if (!fault.IsTransient || _used >= retries)
            return null;
        double base2 = First.TotalMilliseconds * Math.Pow(2, Math.Min(_used++, 10));
        var own = TimeSpan.FromMilliseconds(Math.Min(base2, Longest.TotalMilliseconds) * (0.5 + (Random.Shared.NextDouble() / 2)));
        return fault.Delay > own ? fault.Delay : own;
    }

    /// <summary>Something new has come, so that the next failure counts as the first.</summary>
    internal void Reset() => _used = 0;
}
