using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>Takes content objects of a known checksum from elsewhere, for one thread: hashes while it writes, and gives no name to what does not match.</summary>
internal sealed class ContentReceiver(Transaction transaction) : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly VariantWriter _header = new(FileHeader.PlainType);
    private bool _cannotClone;

    /// <summary>Stores an object of another repository: its very bytes where both are archives, its blocks where they can be shared, else its payload.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> when it does not match, and faults of the file system.</exception>
    internal void Receive(FileHeader header, ContentObject content, in Checksum expected, CancellationToken stop)
    {
        if (content.File is { } stored && content.PlainFile is null && transaction.Target is ArchiveStore)
        {
            Receive(new ArchivedContent(default, stored, stored.Stat(content.Label).Size, content.Label), expected, static _ => { }, stop);
            return;
        }

        if (content.PlainFile is { } plain && content.Size > 0 && TryClone(header, plain, content, expected, stop))
            return;
        using Stream payload = content.OpenPayload();
        Receive(header, payload, content.Size, expected, content.Label, stop);
    }

    /// <summary>Stores an object whose payload is streamed.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payload">Its payload, uncompressed.</param>
    /// <param name="size">Bytes that the payload claims to have; more are not read.</param>
    /// <param name="expected">The checksum that it must have.</param>
    /// <param name="label">Where it comes from; for messages.</param>
    /// <param name="stop">Ends the work between two pieces.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> when it does not match, and faults of the file system.</exception>
    internal void Receive(FileHeader header, Stream payload, long size, in Checksum expected, string label, CancellationToken stop)
    {
        long taken = transaction.TakeSpace(size);
        bool kept = false;
        try
        {
            // What fits the buffer is verified before anything is written.
            if (size <= BufferBytes)
            {
                int count = Fill(payload, (int)size, expected, label);
                RequireMatch(Hash(header, _buffer.AsSpan(0, count)), expected, label);
                using ContentDraft small = transaction.BeginDraft(header, size);
                if (count > 0)
                    small.Write(_buffer.AsSpan(0, count));
                kept = small.Publish(expected);
            }
            else
            {
                using ContentDraft large = transaction.BeginDraft(header, size);
                RequireMatch(Stream(header, payload, size, large, expected, label, stop), expected, label);
                kept = large.Publish(expected);
            }

            transaction.CountContent(kept, size);
        }
        finally
        {
            if (!kept)
                transaction.Space.Return(taken);
        }
    }

    /// <summary>Stores an object that came in the form of an archive; in an archive its bytes stay as they are.</summary>
    /// <param name="content">The object.</param>
    /// <param name="expected">The checksum that it must have.</param>
    /// <param name="admit">Refuses a header that may not come in.</param>
    /// <param name="stop">Ends the work between two pieces.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> when it does not match, and faults of the file system.</exception>
    internal void Receive(ArchivedContent content, in Checksum expected, Action<FileHeader> admit, CancellationToken stop)
    {
        FileHeader header = content.ReadHeader(out long size, out long offset);
        admit(header);
        if (transaction.Target is not ArchiveStore archive)
        {
            using Stream payload = header.IsSymlink ? System.IO.Stream.Null : content.OpenPayload(offset);
            Receive(header, payload, header.IsSymlink ? 0 : size, expected, content.Label, stop);
            return;
        }

        using (Stream payload = header.IsSymlink ? System.IO.Stream.Null : content.OpenPayload(offset))
            RequireMatch(Stream(header, payload, header.IsSymlink ? 0 : size, draft: null, expected, content.Label, stop), expected, content.Label);
        Keep(archive, content, expected, header.IsSymlink ? 0 : size);
    }

    /// <summary>Keeps an object that came in the form of an archive as it is, whatever it is; for an archive whose owner trusts the sender.</summary>
    /// <param name="content">The object.</param>
    /// <param name="name">The checksum that it gets as its name.</param>
    internal void ReceiveUnverified(ArchivedContent content, in Checksum name) => Keep((ArchiveStore)transaction.Target, content, name, content.Length);

    /// <summary>Reads an object and compares its checksum, without storing anything.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> when it does not match.</exception>
    internal void Verify(FileHeader header, ContentObject content, in Checksum expected, CancellationToken stop)
    {
        using Stream payload = content.OpenPayload();
        RequireMatch(Stream(header, payload, content.Size, draft: null, expected, content.Label, stop), expected, content.Label);
    }

    private void Keep(ArchiveStore archive, ArchivedContent content, in Checksum name, long size)
    {
        long taken = transaction.TakeSpace(content.Length);
        bool kept = archive.Keep(content.Memory.Span, content.File, content.Length, name);
        if (!kept)
            transaction.Space.Return(taken);
        transaction.CountContent(kept, size);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _hash.Dispose();
        _header.Dispose();
    }

    // What was shared is read as it lies here, so that nobody can change it behind the hash.
    private bool TryClone(FileHeader header, SafeFileHandle plain, ContentObject content, in Checksum expected, CancellationToken stop)
    {
        if (_cannotClone)
            return false;
        using ContentDraft draft = transaction.BeginDraft(header, content.Size);
        using Stream? payload = draft.TryClone(plain, content.Size);
        if (payload is null)
        {
            _cannotClone = true;
            return false;
        }

        RequireMatch(Stream(header, payload, content.Size, draft: null, expected, content.Label, stop), expected, content.Label);
        transaction.CountContent(draft.Publish(expected), content.Size);
        return true;
    }

    private int Fill(Stream payload, int size, in Checksum expected, string label)
    {
        try
        {
            int count = payload.ReadAtLeast(_buffer.AsSpan(0, Math.Min(size + 1, _buffer.Length)), size, throwOnEndOfStream: false);
            return count == size && (size < _buffer.Length || payload.ReadByte() < 0) ? count : throw WrongSize(expected, label, size);
        }
        catch (InvalidDataException e)
        {
            throw NotDeflate(expected, label, e);
        }
    }

    private Checksum Stream(FileHeader header, Stream payload, long size, ContentDraft? draft, in Checksum expected, string label, CancellationToken stop)
    {
        ContentHash.AppendHeader(_hash, header, _header);
        bool finished = false;
        try
        {
            long total = 0;
            for (int count; (count = payload.Read(_buffer)) > 0;)
            {
                stop.ThrowIfCancellationRequested();
                total += count;
                if (total > size)
                    throw WrongSize(expected, label, size);
                _hash.AppendData(_buffer, 0, count);
                draft?.Write(_buffer.AsSpan(0, count));
            }

            if (total != size)
                throw WrongSize(expected, label, size);
            finished = true;
            return ContentHash.Finish(_hash);
        }
        catch (InvalidDataException e)
        {
            throw NotDeflate(expected, label, e);
        }
        finally
        {
            if (!finished)
                ContentHash.Finish(_hash);
        }
    }

    private Checksum Hash(FileHeader header, ReadOnlySpan<byte> payload)
    {
        ContentHash.AppendHeader(_hash, header, _header);
        _hash.AppendData(payload);
        return ContentHash.Finish(_hash);
    }

    private static void RequireMatch(in Checksum actual, in Checksum expected, string label)
    {
        if (actual != expected)
            throw Damaged($"Corrupted file object; checksum expected='{expected}' actual='{actual}'", expected, label);
    }

    private static OstreeException WrongSize(in Checksum expected, string label, long size)
        => Damaged($"The content object {expected} does not have the {size} bytes that it claims", expected, label);

    private static OstreeException NotDeflate(in Checksum expected, string label, InvalidDataException inner)
        => Damaged($"The content object {expected} is not compressed as it should be", expected, label, inner);

    private static OstreeException Damaged(string what, in Checksum expected, string label, Exception? inner = null) => new(
        OstreeFault.CorruptObject,
        $"{what}: {label}.",
        $"{expected}.file",
        "The source is damaged, or the transfer was tampered with. Nothing of the object was kept; check the source with Test-OstreeRepository.",
        inner);
}
