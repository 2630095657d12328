namespace OstreePS.Core.Repository.Transactions;

/// <summary>The running counts behind <see cref="TransactionStats"/>; safe from several threads.</summary>
internal sealed class TransactionCounters
{
    private long _metadataTotal;
    private long _metadataWritten;
    private long _contentTotal;
    private long _contentWritten;
    private long _contentBytes;
    private long _cacheHits;

    internal void CountMetadata(bool written)
    {
        Interlocked.Increment(ref _metadataTotal);
        if (written)
            Interlocked.Increment(ref _metadataWritten);
    }

    internal void CountContent(bool written, long bytes)
    {
        Interlocked.Increment(ref _contentTotal);
        if (!written)
            return;
        Interlocked.Increment(ref _contentWritten);
        Interlocked.Add(ref _contentBytes, bytes);
    }

    internal void CountCacheHit() => Interlocked.Increment(ref _cacheHits);

    internal TransactionStats Snapshot() => new(
        Interlocked.Read(ref _metadataTotal),
        Interlocked.Read(ref _metadataWritten),
        Interlocked.Read(ref _contentTotal),
        Interlocked.Read(ref _contentWritten),
        Interlocked.Read(ref _contentBytes),
        Interlocked.Read(ref _cacheHits));
}
