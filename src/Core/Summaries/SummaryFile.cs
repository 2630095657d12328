using System.Buffers.Binary;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Summaries;

/// <summary>The files <c>summary</c> and <c>summary.sig</c> of a repository.</summary>
/// <remarks>
/// Each is replaced in one step, the summary first; one who reads between the two steps has a summary that does not fit its
/// signature, and tries again. Two who write at the same time do not wait for each other: the last one counts.
/// </remarks>
/// <param name="repository">The repository.</param>
public sealed class SummaryFile(OstreeRepository repository)
{
    internal const string Name = "summary";
    internal const string SignatureName = "summary.sig";
    internal const string MetadataRef = "ostree-metadata";
    private const uint RootDirectoryMode = 0x41ED;

    /// <summary>Reads the summary; null when there is none.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedSummary"/> or a fault of the file system.</exception>
    public Summary? Read() => repository.Root.Exists(Name)
        ? Summary.Parse(repository.Root.ReadSmallFile(Name, MetadataLimits.MaxBytes), repository.Root.Child(Name), repository: repository.Path, signatures: Optional(ReadSignatures()))
        : null;

    /// <summary>Reads the summary, which must be there.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.SummaryNotFound"/> or <see cref="OstreeFault.MalformedSummary"/>.</exception>
    public Summary Get() => Read() ?? throw new OstreeException(
        OstreeFault.SummaryNotFound,
        $"The repository '{repository.Path}' has no summary.",
        repository.Path,
        "Update-OstreeSummary writes one.");

    /// <summary>Reads the signatures, an <c>a{sv}</c>; null when there are none.</summary>
    /// <exception cref="OstreeException">A fault of the file system.</exception>
    public byte[]? ReadSignatures() => repository.Root.Exists(SignatureName) ? repository.Root.ReadSmallFile(SignatureName, MetadataLimits.MaxBytes) : null;

    /// <summary>Writes the summary anew from the refs as they are.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryReadOnly"/>, <see cref="OstreeFault.RepositoryLocked"/>,
    /// <see cref="OstreeFault.ObjectNotFound"/> for a ref whose commit is not there, or a fault of the file system.</exception>
    public Summary Update(SummaryOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        repository.RequireWritable();
        using IDisposable held = repository.Lock.Acquire(exclusive: false, stop);
        IReadOnlyList<KeyValuePair<string, Variant>> metadata = options.Expires is { } expires
            ? [.. options.Metadata, new(SummaryKeys.Expires, SummaryContent.BigEndian((ulong)expires.ToUnixTimeSeconds()))]
            : options.Metadata;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        if (options.WriteMetadataCommit && repository.CollectionId is { } collection)
            WriteMetadataCommit(collection, metadata, now, options.Sign, stop);
        byte[] bytes = new SummaryContent(repository, options.Observer).Compose(metadata, now);
        Publish(bytes, options.Sign?.Invoke(bytes).Data);
        return Summary.Parse(bytes, repository.Root.Child(Name), repository: repository.Path);
    }

    private static ReadOnlyMemory<byte>? Optional(byte[]? bytes) => bytes is null ? null : bytes;

    /// <summary>Puts files of another repository into place, as they are.</summary>
    internal void Publish(ReadOnlyMemory<byte> summary, ReadOnlyMemory<byte>? signatures)
    {
        repository.Root.CreateDirectory(RepositoryLayout.Temporary, RepositoryLayout.DirectoryMode);
        using DirectoryHandle temporary = repository.Root.OpenDirectory(RepositoryLayout.Temporary);
        using AnonymousFile file = Prepare(temporary, summary.Span);
        using AnonymousFile? signature = signatures is { } bytes ? Prepare(temporary, bytes.Span) : null;
        file.PublishOver(repository.Root, Name);
        if (signature is null)
            repository.Root.Unlink(SignatureName);
        else
            signature.PublishOver(repository.Root, SignatureName);
        if (signature is not null)
            SameTime();
        if (repository.Config.Fsync)
            repository.Root.Sync();
    }

    private AnonymousFile Prepare(DirectoryHandle temporary, ReadOnlySpan<byte> bytes)
    {
        AnonymousFile file = AnonymousFile.CreateIn(temporary);
        file.Handle.WriteAll(bytes, file.Label);
        file.Handle.ChangeMode(0x1A4, file.Label);
        if (repository.Config.Fsync)
            file.Handle.Sync(file.Label);
        return file;
    }

    // So that caches between here and a client let go of both at the same time.
    private void SameTime()
    {
        long seconds = repository.Root.Stat(SignatureName).ModifiedSeconds;
        repository.Root.SetModified(Name, seconds);
        repository.Root.SetModified(SignatureName, seconds);
    }

    private void WriteMetadataCommit(string collection, IEnumerable<KeyValuePair<string, Variant>> metadata, DateTimeOffset now, Func<ReadOnlyMemory<byte>, Variant>? sign, CancellationToken stop)
    {
        using Transaction transaction = Transaction.Begin(repository, stop: stop);
        Checksum rootMeta = transaction.WriteMetadata(ObjectType.DirMeta, new DirMeta(0, 0, RootDirectoryMode, ExtendedAttributes.Empty).ToBytes());
        Checksum rootTree = transaction.WriteMetadata(ObjectType.DirTree, DirTree.Empty.ToBytes());
        var commit = new Commit
        {
            Metadata = Variant.Dictionary(GLibDictOrder.Arrange(metadata
                .Append(new(Commit.CollectionBindingKey, Variant.String(collection)))
                .Append(new(Commit.RefBindingKey, Variant.Array(VariantType.String, [Variant.String(MetadataRef)]))))),
            Parent = repository.Refs.Find(MetadataRef),
            Timestamp = (ulong)now.ToUnixTimeSeconds(),
            RootTree = rootTree,
            RootMeta = rootMeta,
        };
        byte[] bytes = commit.ToBytes();
        Checksum checksum = transaction.WriteMetadata(ObjectType.Commit, bytes);
        if (sign is not null)
            transaction.WriteDetachedMetadata(checksum, sign(bytes));
        transaction.IsQuiet = true;
        transaction.SetRef(MetadataRef, checksum);
        transaction.Commit();
    }
}
