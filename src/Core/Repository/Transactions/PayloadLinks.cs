using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>
/// Files of the same payload that differ in owner, mode or attributes are objects of their own, but can share their blocks. Symbolic
/// links <c>XX/YYYY….payload-link</c>, named by the digest of a payload alone, lead to an object with that payload. Only for
/// content from <c>core.payload-link-threshold</c> on, and on file systems that share blocks. Safe from several threads.
/// </summary>
internal sealed class PayloadLinks
{
    private const int BufferBytes = 128 * 1024;
    private readonly Transaction _transaction;
    private readonly long _threshold;
    private readonly Lazy<bool> _canShare;

    private PayloadLinks(Transaction transaction, long threshold)
    {
        _transaction = transaction;
        _threshold = threshold;
        _canShare = new Lazy<bool>(ProbeSharing);
    }

    /// <summary>The links of the repository that a transaction writes; null where they are off or its mode has none.</summary>
    internal static PayloadLinks? For(Transaction transaction)
    {
        long threshold = transaction.Repository.Config.PayloadLinkThreshold;
        return threshold >= 0 && KeepsLinks(transaction.Repository.Mode) ? new PayloadLinks(transaction, threshold) : null;
    }

    /// <summary>Whether content of this kind is shared and linked to.</summary>
    internal bool Covers(FileHeader header, long size) => !header.IsSymlink && size >= _threshold && _canShare.Value;

    /// <summary>Opens an object that has a payload, and nothing else than that; null when none is known.</summary>
    internal SafeFileHandle? TryFind(in Checksum payload, long size)
    {
        ObjectDirectory stored = _transaction.Repository.Store.Directory;
        if (TryFind(_transaction.Target.Directory, stored, payload, size, isOurs: true) is { } staged)
            return staged;
        for (OstreeRepository? holder = _transaction.Repository; holder is not null; holder = holder.Parent)
        {
            if (KeepsLinks(holder.Mode) && TryFind(holder.Store.Directory, holder.Store.Directory, payload, size, ReferenceEquals(holder, _transaction.Repository)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Leads from a payload to an object with it: the newest, which is likely to stay longest.</summary>
    internal void Record(in Checksum payload, in Checksum content)
    {
        ObjectDirectory directory = _transaction.Target.Directory;
        string path = directory.PathOf(new ObjectName(payload, ObjectType.PayloadLink));
        string target = ObjectLayout.PayloadLinkTo(content, directory.Mode);
        if (string.Equals(TargetOf(_transaction.Repository.Store.Directory, path), target, StringComparison.Ordinal))
            return;
        directory.EnsurePrefix(payload);
        string temporary = TemporaryName.New();
        directory.Handle.CreateSymlink(target, temporary);
        directory.Handle.Rename(temporary, directory.Handle, path);
    }

    /// <summary>Leads to an object that is stored already, whose payload is read for it.</summary>
    internal void RecordStored(in Checksum content)
    {
        using ContentObject? stored = _transaction.Target.TryOpenContent(content) ?? _transaction.Repository.Store.TryOpenContent(content);
        if (stored is { PlainFile: { } file } && Covers(stored.Header, stored.Size))
            Record(DigestOf(file, stored.Label), content);
    }

    private static bool KeepsLinks(RepositoryMode mode) => mode is RepositoryMode.Bare or RepositoryMode.BareUser or RepositoryMode.BareUserOnly;

    // What is staged may lead to content that is not, for it was here before.
    private static SafeFileHandle? TryFind(ObjectDirectory directory, ObjectDirectory stored, in Checksum payload, long size, bool isOurs)
    {
        string path = directory.PathOf(new ObjectName(payload, ObjectType.PayloadLink));
        SafeFileHandle? file = null;
        try
        {
            if (TargetOf(directory, path) is not { } target)
                return null;
            file = TryOpenTarget(directory, target, out bool isGone);
            if (file is null && isGone && !ReferenceEquals(directory, stored))
                file = TryOpenTarget(stored, target, out isGone);
            if (file is null && !isGone)
                return null;

            // What is damaged must not be copied into sound objects.
            string label = directory.Handle.Child(path);
            if (file?.Stat(label) is { IsRegular: true } status && status.Size == size && DigestOf(file, label) == payload)
                return file;
            file?.Dispose();
            if (isOurs)
                directory.Handle.Unlink(path);
            return null;
        }
        catch (OstreeException)
        {
            // A way that cannot be followed costs only what would have been shared.
            file?.Dispose();
            return null;
        }
    }

    private static string? TargetOf(ObjectDirectory directory, string path)
    {
        if (directory.Handle.TryStat(path, out _) is not { IsSymlink: true })
            return null;
        try
        {
            return directory.Handle.ReadLink(path);
        }
        catch (OstreeException)
        {
            // Not even a name: it leads nowhere.
            return string.Empty;
        }
    }

    private static SafeFileHandle? TryOpenTarget(ObjectDirectory directory, string target, out bool isGone)
    {
        isGone = true;
        if (ObjectLayout.ParsePayloadLink(target, directory.Mode) is not { } content)
            return null;
        SafeFileHandle? file = directory.Handle.TryOpenRead(directory.PathOf(new ObjectName(content, ObjectType.File)), out int errno);
        isGone = errno is Errno.NoEntry or Errno.Loop;
        return file;
    }

    private static Checksum DigestOf(SafeFileHandle file, string label)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int count; (count = file.ReadSome(buffer, label)) > 0;)
                hash.AppendData(buffer, 0, count);
            return ContentHash.Finish(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool ProbeSharing()
    {
        using SafeFileHandle config = _transaction.Repository.Root.OpenRead(RepositoryLayout.Config);
        using AnonymousFile probe = AnonymousFile.CreateIn(_transaction.Target.Directory.Handle);
        return Reflink.TryClone(config, probe.Handle);
    }
}
