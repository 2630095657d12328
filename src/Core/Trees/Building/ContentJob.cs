using System.Buffers;
using System.Collections.Concurrent;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>One content object that a worker writes; its checksum goes into a slot of the tree.</summary>
internal abstract class ContentJob(FileSlot slot)
{
    internal void Run(ContentWriter writer, CancellationToken stop) => slot.Checksum = Write(writer, stop);

    protected abstract Checksum Write(ContentWriter writer, CancellationToken stop);
}

/// <summary>Content that is in memory.</summary>
internal sealed class BufferedContent(FileSlot slot, FileHeader header, byte[] rented, int count) : ContentJob(slot)
{
    protected override Checksum Write(ContentWriter writer, CancellationToken stop)
    {
        Checksum checksum = header.IsSymlink ? writer.WriteLink(header) : writer.WriteBytes(header, rented.AsSpan(0, count));
        if (rented.Length > 0)
            ArrayPool<byte>.Shared.Return(rented);
        return checksum;
    }
}

/// <summary>Content that another thread reads piece by piece while this job writes it.</summary>
internal sealed class PipedContent(FileSlot slot, Transaction transaction, FileHeader header, long size) : ContentJob(slot)
{
    internal const int PieceBytes = 1 << 20;
    private const int PiecesAhead = 4;
    private readonly BlockingCollection<ArraySegment<byte>> _pieces = new(PiecesAhead);

    /// <summary>Hands over a rented piece; an empty one is the end.</summary>
    internal void Add(ArraySegment<byte> piece, CancellationToken stop) => _pieces.Add(piece, stop);

    protected override Checksum Write(ContentWriter writer, CancellationToken stop)
    {
        using ContentObjectWriter content = transaction.BeginContent(header, size);
        while (_pieces.Take(stop) is { Count: > 0 } piece)
        {
            content.Write(piece);
            ArrayPool<byte>.Shared.Return(piece.Array!);
        }

        _pieces.Dispose();
        return content.Complete();
    }
}

/// <summary>Content of the repository that gets another header.</summary>
internal sealed class RewrittenContent(FileSlot slot, Transaction transaction, Checksum original, FileHeader header, long size) : ContentJob(slot)
{
    private const int BufferBytes = 1 << 20;

    protected override Checksum Write(ContentWriter writer, CancellationToken stop)
    {
        if (header.IsSymlink)
            return writer.WriteLink(header);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using Stream payload = transaction.Objects.OpenPayload(original);
            if (size < BufferBytes)
            {
                int count = payload.ReadAtLeast(buffer, (int)size + 1, throwOnEndOfStream: false);
                return writer.WriteBytes(header, buffer.AsSpan(0, count));
            }

            using ContentObjectWriter content = transaction.BeginContent(header, size);
            for (int count; (count = payload.Read(buffer)) > 0;)
            {
                stop.ThrowIfCancellationRequested();
                content.Write(buffer.AsSpan(0, count));
            }

            return content.Complete();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>Content of the repository that stays as it is, and only counts.</summary>
internal sealed class KeptContent(FileSlot slot, Checksum original, long size) : ContentJob(slot)
{
    protected override Checksum Write(ContentWriter writer, CancellationToken stop)
    {
        writer.NoteExisting(original, size);
        return original;
    }
}
