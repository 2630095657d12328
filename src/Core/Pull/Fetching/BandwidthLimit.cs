namespace OstreePS.Core.Pull.Fetching;

/// <summary>Keeps all transfers together below a number of bytes a second, by having each wait for its turn.</summary>
/// <param name="bytesPerSecond">The limit; 0 for none.</param>
internal sealed class BandwidthLimit(long bytesPerSecond)
{
    private readonly Lock _gate = new();
    private DateTime _free = DateTime.UtcNow;

    /// <summary>Counts bytes that have come, and waits until they are paid for.</summary>
    internal ValueTask PayAsync(int bytes, CancellationToken stop)
    {
        if (bytesPerSecond <= 0)
            return ValueTask.CompletedTask;
        TimeSpan wait;
        lock (_gate)
        {
            DateTime now = DateTime.UtcNow;
            _free = (_free > now ? _free : now) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
            wait = _free - now;
        }

        return new ValueTask(Task.Delay(wait, stop));
    }
}
