namespace OstreePS.Core.Diagnostics;

/// <summary>Adds up what several threads do and tells an observer, sparingly.</summary>
internal sealed class ProgressCounter(IOperationObserver observer, string activity, long? totalItems = null, long? totalBytes = null)
{
    private const int ItemsBetweenReports = 16;
    private const long BytesBetweenReports = 256 << 10;
    private long _items;
    private long _bytes;
    private long _reportedBytes;
    private long _expectedItems = totalItems ?? -1;
    private long _expectedBytes = totalBytes ?? -1;

    internal long Items => Interlocked.Read(ref _items);

    internal void CountItem()
    {
        if (Interlocked.Increment(ref _items) % ItemsBetweenReports == 0)
            Report(current: null);
    }

    internal void CountBytes(long count)
    {
        long now = Interlocked.Add(ref _bytes, count);
        long reported = Interlocked.Read(ref _reportedBytes);
        if (now - reported >= BytesBetweenReports && Interlocked.CompareExchange(ref _reportedBytes, now, reported) == reported)
            Report(current: null);
    }

    /// <summary>Says how many items there will be, as far as is known by now.</summary>
    internal void Expect(long items) => Interlocked.Exchange(ref _expectedItems, items);

    /// <summary>Says of some more bytes that they will come.</summary>
    internal void ExpectMoreBytes(long bytes)
    {
        Interlocked.CompareExchange(ref _expectedBytes, 0, -1);
        Interlocked.Add(ref _expectedBytes, bytes);
    }

    internal void Report(string? current)
    {
        long expected = Interlocked.Read(ref _expectedItems);
        long expectedBytes = Interlocked.Read(ref _expectedBytes);
        observer.Advance(new OperationProgress(activity, Interlocked.Read(ref _items), Interlocked.Read(ref _bytes), expected < 0 ? null : expected, expectedBytes < 0 ? null : expectedBytes, current));
    }
}
