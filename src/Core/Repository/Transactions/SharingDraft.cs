using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>A draft that takes the blocks of another object with the same payload, where there is one, and which others find afterwards.</summary>
/// <param name="inner">What writes the object.</param>
/// <param name="size">Bytes of its payload.</param>
/// <param name="links">How objects of the same payload are found.</param>
internal sealed class SharingDraft(ContentDraft inner, long size, PayloadLinks links) : ContentDraft
{
    private readonly IncrementalHash _payload = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isShared;

    internal override void Write(ReadOnlySpan<byte> payload)
    {
        _payload.AppendData(payload);
        inner.Write(payload);
    }

    internal override Stream? TryClone(SafeFileHandle payload, long bytes)
    {
        Stream? clone = inner.TryClone(payload, bytes);
        _isShared = clone is not null;
        return clone;
    }

    internal override bool Publish(in Checksum checksum)
    {
        Checksum payload = ContentHash.Finish(_payload);
        if (!_isShared)
        {
            // The whole file is replaced by blocks of the same bytes, so that nothing can be half done.
            using SafeFileHandle? other = links.TryFind(payload, size);
            if (other is not null)
                inner.TryClone(other, size)?.Dispose();
        }

        bool added = inner.Publish(checksum);
        StoredBytes = inner.StoredBytes;
        if (_isShared)
            links.RecordStored(checksum);
        else
            links.Record(payload, checksum);
        return added;
    }

    public override void Dispose()
    {
        _payload.Dispose();
        inner.Dispose();
    }
}
