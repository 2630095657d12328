using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>Writes the content of one regular file piece by piece, with no other copy of it than the object. Disposed before <see cref="Complete"/>, it leaves nothing.</summary>
public sealed class ContentObjectWriter : IDisposable
{
    private readonly Transaction _transaction;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ContentDraft _draft;
    private readonly long _size;
    private readonly long _taken;
    private long _written;

    internal ContentObjectWriter(Transaction transaction, FileHeader header, long size)
    {
        _transaction = transaction;
        _size = size;
        _taken = transaction.TakeSpace(size);
        using var writer = new VariantWriter(FileHeader.PlainType);
        ContentHash.AppendHeader(_hash, header, writer);
        _draft = transaction.BeginDraft(header, size);
    }

    /// <summary>Appends content.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        _written += content.Length;
        if (_written > _size)
            throw WrongSize();
        _hash.AppendData(content);
        _draft.Write(content);
    }

    /// <summary>Completes the object.</summary>
    /// <param name="expected">The checksum that it must have; null for any.</param>
    /// <returns>Its checksum.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> when size or checksum are not those announced.</exception>
    public Checksum Complete(Checksum? expected = null)
    {
        if (_written != _size)
            throw WrongSize();
        Checksum actual = ContentHash.Finish(_hash);
        if (expected is { } wanted && wanted != actual)
        {
            throw new OstreeException(
                OstreeFault.CorruptObject,
                $"The content has the checksum {actual}, not {wanted}.",
                wanted.ToString(),
                "Check where the content comes from.");
        }

        var name = new ObjectName(actual, ObjectType.File);
        bool added = !_transaction.IsStored(name) && _draft.Publish(actual);
        if (!added)
            _transaction.Space.Return(_taken);
        if (_transaction.Sizes is { } sizes && !sizes.Has(name))
            sizes.Add(name, added ? _draft.StoredBytes : _transaction.Target.TryGetStoredSize(name) ?? _transaction.Objects.StoredSize(name), _size);
        _transaction.CountContent(added, _size);
        return actual;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _draft.Dispose();
        _hash.Dispose();
    }

    private OstreeException WrongSize() => new(
        OstreeFault.CorruptObject,
        $"Content of {_size} bytes was announced, and {(_written > _size ? "more" : $"only {_written}")} came.",
        remedy: "Announce the size that the content has.");
}
