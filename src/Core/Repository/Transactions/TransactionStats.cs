namespace OstreePS.Core.Repository.Transactions;

/// <summary>What a transaction did, as upstream's table of a commit has it.</summary>
/// <param name="MetadataTotal">Metadata objects dealt with.</param>
/// <param name="MetadataWritten">Metadata objects that were new.</param>
/// <param name="ContentTotal">Content objects dealt with.</param>
/// <param name="ContentWritten">Content objects that were new.</param>
/// <param name="ContentBytesWritten">Bytes of payload of the new content objects, uncompressed.</param>
/// <param name="ContentCacheHits">Files that were known to be objects of the repository, and so not read; not in the other counts.</param>
public sealed record TransactionStats(
    long MetadataTotal,
    long MetadataWritten,
    long ContentTotal,
    long ContentWritten,
    long ContentBytesWritten,
    long ContentCacheHits);
