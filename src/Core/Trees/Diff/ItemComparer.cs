using System.Buffers;
using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Diff;

/// <summary>Finds out how two entries of one name differ. May be used by many threads at once.</summary>
internal sealed class ItemComparer(ProgressCounter progress, CancellationToken stop)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The difference; null when there is none. Disposes both.</summary>
    internal TreeDifference? Compare(string path, SideItem reference, SideItem difference)
    {
        using (reference)
        using (difference)
        {
            TreeFacts before = reference.Load();
            TreeFacts after = difference.Load();
            progress.CountItem();
            TreeChanges changes = after.ChangesFrom(before);
            if (before.IsRegular && after.IsRegular && ContentDiffers(path, reference, before, difference, after, changes))
                changes |= TreeChanges.Content;
            return changes == TreeChanges.None ? null : new TreeDifference(path, TreeDifferenceStatus.Modified, changes, before, after);
        }
    }

    /// <summary>An entry that only one side has. Disposes it.</summary>
    internal TreeDifference Describe(string path, SideItem item, TreeDifferenceStatus status)
    {
        using (item)
        {
            TreeFacts facts = item.Load();
            progress.CountItem();
            return status == TreeDifferenceStatus.Added
                ? new TreeDifference(path, status, TreeChanges.None, Reference: null, facts)
                : new TreeDifference(path, status, TreeChanges.None, facts, Difference: null);
        }
    }

    // A checksum covers header and content, so content is compared without reading both sides: hashed behind the header of
    // the committed side, equal content gives the committed side's checksum.
    private bool ContentDiffers(string path, SideItem reference, TreeFacts before, SideItem difference, TreeFacts after, TreeChanges others)
    {
        if (before.Size != after.Size)
            return true;
        if (before.Checksum is { } known)
            return (after.Checksum is not null && others == TreeChanges.None) || Hash(before, difference, path) != known;
        return after.Checksum is { } other ? Hash(after, reference, path) != other : BytesDiffer(reference, difference, path);
    }

    private Checksum Hash(TreeFacts facts, SideItem content, string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var writer = new VariantWriter(FileHeader.PlainType))
            ContentHash.AppendHeader(hash, new FileHeader(facts.Uid, facts.Gid, facts.Mode, string.Empty, facts.Xattrs), writer);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using Stream payload = content.OpenPayload();
            long left = facts.Size;
            for (int count; left >= 0 && (count = Read(payload, buffer, path)) > 0; left -= count)
            {
                hash.AppendData(buffer, 0, count);
                progress.CountBytes(count);
            }

            return ContentHash.Finish(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool BytesDiffer(SideItem one, SideItem two, string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * BufferBytes);
        try
        {
            using Stream first = one.OpenPayload();
            using Stream second = two.OpenPayload();
            while (true)
            {
                Span<byte> left = buffer.AsSpan(0, BufferBytes);
                Span<byte> right = buffer.AsSpan(BufferBytes, BufferBytes);
                int count = Fill(first, left, path);
                if (count != Fill(second, right, path) || !left[..count].SequenceEqual(right[..count]))
                    return true;
                progress.CountBytes(count);
                if (count < BufferBytes)
                    return false;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Fill(Stream stream, Span<byte> buffer, string path)
    {
        int total = 0;
        for (int count; total < buffer.Length && (count = Read(stream, buffer[total..], path)) > 0;)
            total += count;
        return total;
    }

    private int Read(Stream stream, Span<byte> buffer, string path)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new OstreeException(OstreeFault.CorruptObject, $"The object of '{path}' is damaged: its compressed data is broken.", path, "Fetch it again or restore it; 'ostree fsck' finds what else is damaged.", e);
        }
    }
}
