using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Pull.Sinks;

/// <summary>Where pulled objects go: a transaction, the rules for what may come in, and the counts. Safe from several threads.</summary>
internal sealed class PullTarget(Transaction transaction, bool refuseUnusualModes, ProgressCounter progress)
{
    private long _linked;
    private long _fetched;
    private long _metadata;
    private long _bytes;

    internal Transaction Transaction { get; } = transaction;

    /// <summary>Content objects that were linked, and so moved no bytes.</summary>
    internal long Linked => Interlocked.Read(ref _linked);

    /// <summary>Content objects that were copied or fetched.</summary>
    internal long Fetched => Interlocked.Read(ref _fetched);

    /// <summary>Metadata objects that came in.</summary>
    internal long Metadata => Interlocked.Read(ref _metadata);

    /// <summary>Bytes that were moved.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whether content must be looked at before it may come in.</summary>
    internal bool ChecksModes => refuseUnusualModes;

    /// <summary>Whether an object is here, in the repository, a parent of it, or this transaction.</summary>
    internal bool Has(in ObjectName name) => Transaction.Objects.Contains(name);

    /// <summary>Whether content is here that this pull has not asked for before, so that only an earlier one can have staged it.</summary>
    internal bool HasContent(in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        return Transaction.FoundStaging ? Has(name) : Transaction.Repository.Source.Contains(name);
    }

    /// <summary>Refuses a header whose mode has more than bits of 0775, when that was asked for.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidMode"/>.</exception>
    internal void Admit(in Checksum checksum, FileHeader header)
    {
        uint unusual = header.Mode & UnixMode.PermissionMask & ~UnixMode.BareUserOnly;
        if (!refuseUnusualModes || header.IsSymlink || unusual == 0)
            return;
        throw new OstreeException(
            OstreeFault.InvalidMode,
            $"The content object {checksum} has the mode 0{Convert.ToString(header.Mode & UnixMode.PermissionMask, 8)} with bits 0{Convert.ToString(unusual, 8)} that were not to come in.",
            checksum.ToString(),
            "Pull without -BareUserOnlyFiles, or have the files committed with canonical permissions.");
    }

    /// <summary>Says how many content objects there will be, as far as is known by now.</summary>
    internal void Expect(long content) => progress.Expect(content);

    /// <summary>Says of some more bytes that they will come.</summary>
    internal void ExpectMoreBytes(long bytes) => progress.ExpectMoreBytes(bytes);

    internal void CountLinked()
    {
        Interlocked.Increment(ref _linked);
        progress.CountItem();
    }

    /// <summary>Counts bytes on their way here, which <see cref="CountStored"/> then does not tell of again.</summary>
    internal void CountArrived(long bytes) => progress.CountBytes(bytes);

    /// <summary>Counts a content object whose bytes were told of as they came.</summary>
    internal void CountStored(long bytes)
    {
        Interlocked.Increment(ref _fetched);
        progress.CountItem();
        Interlocked.Add(ref _bytes, bytes);
    }

    internal void CountFetched(long bytes)
    {
        Interlocked.Increment(ref _fetched);
        progress.CountItem();
        CountBytes(bytes);
    }

    internal void CountMetadata(long bytes)
    {
        Interlocked.Increment(ref _metadata);
        CountBytes(bytes);
    }

    internal void CountBytes(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        progress.CountBytes(bytes);
    }
}
