using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>
/// Writes content objects for one thread. What fits the buffer is read once, hashed, and written only when it is new. What is
/// larger is hashed while it is written, unless a guess says that it is here already; then it is hashed first, without writing.
/// </summary>
internal sealed class ContentWriter(Transaction transaction) : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly VariantWriter _header = new(FileHeader.PlainType);

    /// <summary>Writes a symbolic link.</summary>
    internal Checksum WriteLink(FileHeader header)
    {
        ContentHash.AppendHeader(_hash, header, _header);
        Checksum checksum = ContentHash.Finish(_hash);
        Place(header, checksum, default);
        return checksum;
    }

    /// <summary>Writes a regular file.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="file">The open file, at its start.</param>
    /// <param name="size">Bytes that it is expected to have.</param>
    /// <param name="label">Its path; for messages.</param>
    /// <param name="guess">The checksum that it probably has.</param>
    /// <param name="advance">Is told how many bytes were read, piece by piece.</param>
    /// <param name="stop">Ends the work between two pieces.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.FileChanged"/> when the file has not the size expected.</exception>
    internal Checksum WriteFile(FileHeader header, SafeFileHandle file, long size, string label, Checksum? guess, Action<long>? advance, CancellationToken stop)
    {
        if (size == 0)
        {
            // What the kernel makes up, as in /proc, has no size until it is read.
            int count = file.ReadFully(_buffer.AsSpan(0, BufferBytes), label);
            if (count < BufferBytes)
            {
                advance?.Invoke(count);
                return WriteBytes(header, _buffer.AsSpan(0, count));
            }

            for (size = count; (count = file.ReadSome(_buffer, label)) > 0; size += count)
                stop.ThrowIfCancellationRequested();
            file.Rewind(label);
        }
        else if (size < BufferBytes)
        {
            // Room for one byte more than expected shows whether the file grew, without a read that only finds its end.
            int count = file.ReadFully(_buffer.AsSpan(0, (int)size + 1), (int)size, label);
            if (count != size)
                throw Changed(label);
            advance?.Invoke(count);
            ContentHash.AppendHeader(_hash, header, _header);
            _hash.AppendData(_buffer, 0, count);
            Checksum checksum = ContentHash.Finish(_hash);
            Place(header, checksum, _buffer.AsSpan(0, count));
            return checksum;
        }

        file.AdviseSequential();
        if (guess is { } likely && transaction.IsStored(new ObjectName(likely, ObjectType.File)))
        {
            Checksum actual = Stream(header, file, size, label, draft: null, advance, stop);
            if (actual == likely)
            {
                NoteFound(actual, size);
                return actual;
            }

            file.Rewind(label);
        }

        long taken = transaction.TakeSpace(size);
        using ContentDraft draft = transaction.BeginDraft(header, size);
        Checksum streamed = Stream(header, file, size, label, draft, advance, stop);
        if (transaction.IsStored(new ObjectName(streamed, ObjectType.File)))
        {
            transaction.Space.Return(taken);
            NoteFound(streamed, size);
            return streamed;
        }

        Publish(draft, streamed, size, taken, size);
        return streamed;
    }

    /// <summary>Makes a file an object as it lies, without copying it, where the repository can.</summary>
    /// <returns>Its checksum; null when it must be written, the file being at its start again.</returns>
    internal Checksum? TryAdopt(FileHeader header, DirectoryHandle directory, string name, SafeFileHandle file, in FileStatus status, Action<long>? advance, CancellationToken stop)
    {
        string label = directory.Child(name);
        Checksum checksum = Stream(header, file, status.Size, label, draft: null, advance, stop);
        if (!file.Stat(label).HasSameContentStamp(status))
            throw Changed(label);
        if (transaction.IsStored(new ObjectName(checksum, ObjectType.File)))
        {
            NoteExisting(checksum, status.Size);
            return checksum;
        }

        if (transaction.Target.TryAdopt(directory, name, file, checksum, header))
        {
            transaction.CountContent(written: true, status.Size);
            return checksum;
        }

        file.Rewind(label);
        return null;
    }

    /// <summary>Writes a regular file whose content is in memory.</summary>
    internal Checksum WriteBytes(FileHeader header, ReadOnlySpan<byte> content)
    {
        ContentHash.AppendHeader(_hash, header, _header);
        _hash.AppendData(content);
        Checksum checksum = ContentHash.Finish(_hash);
        Place(header, checksum, content);
        return checksum;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _hash.Dispose();
        _header.Dispose();
    }

    private Checksum Stream(FileHeader header, SafeFileHandle file, long size, string label, ContentDraft? draft, Action<long>? advance, CancellationToken stop)
    {
        ContentHash.AppendHeader(_hash, header, _header);
        long total = 0;
        try
        {
            for (int count; (count = file.ReadSome(_buffer, label)) > 0;)
            {
                stop.ThrowIfCancellationRequested();
                total += count;
                if (total > size)
                    break;
                _hash.AppendData(_buffer, 0, count);
                draft?.Write(_buffer.AsSpan(0, count));
                advance?.Invoke(count);
            }
        }
        catch
        {
            ContentHash.Finish(_hash);
            throw;
        }

        Checksum checksum = ContentHash.Finish(_hash);
        return total == size ? checksum : throw Changed(label);
    }

    private void Place(FileHeader header, in Checksum checksum, ReadOnlySpan<byte> payload)
    {
        if (transaction.IsStored(new ObjectName(checksum, ObjectType.File)))
        {
            NoteFound(checksum, UnpackedSize(header, payload.Length));
            return;
        }

        long taken = transaction.TakeSpace(payload.Length);
        using ContentDraft draft = transaction.BeginDraft(header, payload.Length);
        if (!payload.IsEmpty)
            draft.Write(payload);
        Publish(draft, checksum, UnpackedSize(header, payload.Length), taken, payload.Length);
    }

    private void Publish(ContentDraft draft, in Checksum checksum, long unpacked, long taken, long payload)
    {
        bool added = draft.Publish(checksum);
        if (!added)
            transaction.Space.Return(taken);
        transaction.Sizes?.Add(new ObjectName(checksum, ObjectType.File), draft.StoredBytes, unpacked);
        transaction.CountContent(added, payload);
    }

    private void NoteFound(in Checksum checksum, long size)
    {
        NoteExisting(checksum, size);
        transaction.Links?.RecordStored(checksum);
    }

    /// <summary>Counts a content object that is in the repository already.</summary>
    internal void NoteExisting(in Checksum checksum, long size)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        if (transaction.Sizes is { } sizes && !sizes.Has(name))
            sizes.Add(name, transaction.Target.TryGetStoredSize(name) ?? transaction.Objects.StoredSize(name), size);
        transaction.CountContent(written: false, bytes: 0);
    }

    private static long UnpackedSize(FileHeader header, long payload)
        => header.IsSymlink ? System.Text.Encoding.UTF8.GetByteCount(header.SymlinkTarget) : payload;

    private static OstreeException Changed(string label) => new(
        OstreeFault.FileChanged,
        $"'{label}' changed while it was read.",
        label,
        "Commit from a tree that nobody writes to: a snapshot, or a stopped system.");
}
