using System.Diagnostics;
using System.Globalization;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Building;

/// <summary>Commits a directory: content, directories, the commit, the ref, in this order and visible only at the end.</summary>
public static class CommitOperation
{
    // The end of the year 9999, beyond which .NET has no dates.
    private const ulong LastSecond = 253_402_300_799;

    /// <summary>Commits a directory.</summary>
    /// <param name="repository">Where to.</param>
    /// <param name="path">The directory.</param>
    /// <param name="options">How.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="stop">Ends the work; nothing of it becomes visible then.</param>
    /// <exception cref="OstreeException">A fault of the source, the options or the repository; the repository is as it was.</exception>
    public static Task<CommitResult> RunAsync(OstreeRepository repository, string path, CommitOptions options, IOperationObserver observer, CancellationToken stop)
        => RunAsync(repository, [TreeSource.FromDirectory(path)], options, observer, stop);

    /// <summary>Commits sources, laid over one another in their order.</summary>
    /// <param name="repository">Where to.</param>
    /// <param name="sources">The sources, the lowest first.</param>
    /// <param name="options">How.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="stop">Ends the work; nothing of it becomes visible then.</param>
    /// <exception cref="OstreeException">A fault of a source, the options or the repository; the repository is as it was.</exception>
    public static Task<CommitResult> RunAsync(OstreeRepository repository, IReadOnlyList<TreeSource> sources, CommitOptions options, IOperationObserver observer, CancellationToken stop)
        => Task.Run(() => Run(repository, sources, options, observer, stop), stop);

    private static CommitResult Run(OstreeRepository repository, IReadOnlyList<TreeSource> sources, CommitOptions options, IOperationObserver observer, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        Validate(options, sources);
        if (options.Consume)
            SourceConsumer.Validate(repository, sources);
        Checksum? parent = FindParent(repository, options);
        ulong timestamp = ChooseTimestamp(options);
        Commit? before = parent is { } known ? repository.Objects.TryLoadCommit(known) : null;
        options = options with { Metadata = CommitMetadata.WithKept(options, parent, before), SelinuxPolicy = PolicyChoice.Of(repository, options, sources) };
        options.SelinuxPolicy?.WarnIfOff(observer);
        using Transaction transaction = Transaction.Begin(repository, options.Fsync, stop);
        if (options.GenerateSizes && repository.Mode == RepositoryMode.Archive)
            transaction.Sizes = new SizeLedger();
        var progress = new ProgressCounter(observer, sources is [var only] ? $"Committing {only.Path ?? only.ToString()}" : $"Committing {sources.Count} sources");
        (Checksum tree, Checksum meta) = new TreeAssembler(transaction, options, progress, observer, stop).Assemble(sources, before);

        bool unchanged = options.SkipIfUnchanged && before is not null && before.RootTree == tree && before.RootMeta == meta;
        Checksum checksum = unchanged && parent is { } same ? same : Write(transaction, options, parent, timestamp, tree, meta);
        if (!unchanged)
        {
            if (options.Branch is { } branch)
                SetBranch(transaction, RefAddress.Parse(branch), checksum);
            observer.Note($"Syncing and publishing commit {checksum}.");
            transaction.Commit();
        }

        if (options.Consume)
            SourceConsumer.Remove(sources, observer);
        progress.Report(current: null);
        TransactionStats stats = transaction.Stats;
        return new CommitResult
        {
            Checksum = checksum,
            Branch = options.Branch,
            Parent = unchanged ? before?.Parent : parent,
            Timestamp = CommitTimestamp.Nearest(unchanged && before is not null ? before.Timestamp : timestamp),
            RootTree = tree,
            RootMeta = meta,
            Unchanged = unchanged,
            MetadataTotal = stats.MetadataTotal,
            MetadataWritten = stats.MetadataWritten,
            ContentTotal = stats.ContentTotal,
            ContentWritten = stats.ContentWritten,
            ContentBytesWritten = stats.ContentBytesWritten,
            ContentCacheHits = stats.ContentCacheHits,
            Duration = Stopwatch.GetElapsedTime(start),
            Repository = repository.Path,
        };
    }

    private static Checksum Write(Transaction transaction, CommitOptions options, Checksum? parent, ulong timestamp, Checksum tree, Checksum meta)
    {
        var commit = new Commit
        {
            Metadata = Variant.Dictionary(CommitMetadata.Build(transaction, options, tree)),
            Parent = parent,
            Subject = options.Subject,
            Body = options.Body,
            Timestamp = timestamp,
            RootTree = tree,
            RootMeta = meta,
        };
        byte[] bytes = commit.ToBytes();
        Checksum checksum = transaction.WriteMetadata(ObjectType.Commit, bytes);
        Variant? detached = options.DetachedMetadata is { } entries ? Variant.Dictionary(entries) : null;
        if (options.Sign is { } sign)
            detached = sign(bytes, detached ?? transaction.Objects.LoadDetachedMetadata(checksum));
        if (detached is not null)
            transaction.WriteDetachedMetadata(checksum, detached);
        return checksum;
    }

    private static void Validate(CommitOptions options, IReadOnlyList<TreeSource> sources)
    {
        if (sources.Count == 0)
            throw new OstreeException(OstreeFault.InvalidOption, "There is no source to commit.", "Tree", "Name a directory, an archive or a commit.");
        if (options.Branch is { } branch)
            _ = RefAddress.Parse(branch);
        foreach (string bound in options.BindRefs)
            RefName.Validate(bound);
        if (options.CanonicalPermissions && (options.OwnerUid > 0 || options.OwnerGid > 0))
            throw new OstreeException(OstreeFault.InvalidOption, "Canonical permissions set the owner to 0; another owner cannot be asked for as well.", "CanonicalPermissions", "Leave out one of the options.");
        foreach ((string key, _) in options.Metadata.Concat(options.DetachedMetadata ?? []))
        {
            if (key.Length == 0)
                throw new OstreeException(OstreeFault.InvalidOption, "A metadata key is empty.", "Metadata", "Give every key a name.");
        }
    }

    private static void SetBranch(Transaction transaction, RefAddress branch, in Checksum commit)
    {
        if (branch.Remote is { } remote)
            transaction.SetRemoteRef(remote, branch.Name, commit);
        else
            transaction.SetRef(branch.Name, commit);
    }

    private static Checksum? FindParent(OstreeRepository repository, CommitOptions options)
    {
        if (options.Parent.Commit is { } named)
            return named;
        if (!ReferenceEquals(options.Parent, ParentChoice.TipOfBranch) || options.Branch is not { } branch)
            return null;
        RefAddress address = RefAddress.Parse(branch);
        return repository.Refs.Find(address.Name, address.Remote);
    }

    private static ulong ChooseTimestamp(CommitOptions options)
    {
        if (options.Timestamp is { } given)
            return (ulong)given.ToUnixTimeSeconds();
        if (Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is not { Length: > 0 } epoch)
            return (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return ulong.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seconds) && seconds <= LastSecond
            ? seconds
            : throw new OstreeException(OstreeFault.InvalidOption, $"The environment variable SOURCE_DATE_EPOCH is '{epoch}', which is no count of seconds up to the year 9999.", "SOURCE_DATE_EPOCH", "Set it to whole seconds since 1970, or unset it.");
    }
}
