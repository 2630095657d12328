using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Pull.Sources;

/// <summary>
/// A repository on this machine. What lies there as it would lie here is linked; what lies in another way is written anew, and
/// verified on the way.
/// </summary>
/// <param name="repository">The repository to pull from.</param>
/// <param name="trusted">Whether content is linked without reading it.</param>
/// <param name="trustsMetadata">Whether metadata is taken without verifying it.</param>
internal sealed class LocalSource(OstreeRepository repository, bool trusted, bool trustsMetadata = false) : IPullSource
{
    public string Label => repository.Path;

    public bool TrustsMetadata => trustsMetadata;

    public int MetadataAtOnce => 1;

    public int ContentAtOnce => Environment.ProcessorCount * 2;

    public int ContentBatch => 64;

    public ValueTask<byte[]?> ReadMetadataAsync(ObjectName name, DirectoryHandle? staging, CancellationToken stop) => ValueTask.FromResult(repository.Source.TryReadMetadata(name));

    public ValueTask<Variant?> ReadDetachedMetadataAsync(Checksum commit, CancellationToken stop)
    {
        byte[]? bytes = repository.Source.TryReadMetadata(new ObjectName(commit, ObjectType.CommitMeta));
        return ValueTask.FromResult(bytes is null ? null : Variant.FromBytes(VariantType.VarDict, bytes).ToNormalForm());
    }

    public bool TryLinkMetadata(in ObjectName name, PullTarget target)
        => MayLink(target) && target.Transaction.TryLink(repository.Store, name);

    public Task DeliverContentAsync(IReadOnlyList<Checksum> batch, PullTarget target, CancellationToken stop)
    {
        using var receiver = new ContentReceiver(target.Transaction);
        foreach (Checksum checksum in batch)
        {
            stop.ThrowIfCancellationRequested();
            Deliver(checksum, target, receiver, stop);
        }

        return Task.CompletedTask;
    }

    public ValueTask<ContentSize> MeasureContentAsync(Checksum checksum, long? told, OstreeRepository target, CancellationToken stop)
    {
        ContentStatus status = repository.Source.TryStatContent(checksum) ?? throw MissingObject.Of(new ObjectName(checksum, ObjectType.File), repository.Path);
        bool links = HasFormOf(target)
            && repository.Owner == target.Owner
            && repository.Root.Stat().Device == target.Root.Stat().Device
            && (repository.Mode == target.Mode || !UnixMode.IsSymlink(status.Mode));
        return ValueTask.FromResult(new ContentSize(links ? 0 : status.Size, links));
    }

    private bool HasFormOf(OstreeRepository target)
        => repository.Mode == target.Mode || (repository.Mode == RepositoryMode.BareUser && target.Mode == RepositoryMode.BareUserOnly);

    private void Deliver(in Checksum checksum, PullTarget target, ContentReceiver receiver, CancellationToken stop)
    {
        if (target.HasContent(checksum))
            return;
        var name = new ObjectName(checksum, ObjectType.File);
        RepositoryMode here = target.Transaction.Repository.Mode;
        bool link = HasFormOf(target.Transaction.Repository) && MayLink(target);
        if (link && trusted && repository.Mode == here && !target.ChecksModes)
        {
            if (target.Transaction.TryLink(repository.Store, name))
            {
                target.CountLinked();
                return;
            }

            link = false;
        }

        using ContentObject content = repository.Source.TryOpenContent(checksum) ?? throw MissingObject.Of(name, repository.Path);
        target.Admit(checksum, content.Header);

        bool wasRead = false;

        // A link of a bare-user repository is a file there, and no link of any other mode.
        if (link && (repository.Mode == here || !content.Header.IsSymlink))
        {
            wasRead = !trusted || repository.Mode != here;
            if (wasRead)
                receiver.Verify(content.Header, content, checksum, stop);
            if (target.Transaction.TryLink(repository.Store, name))
            {
                target.CountLinked();
                return;
            }
        }

        // What was read to verify it is read once more from its start.
        if (wasRead)
        {
            using ContentObject again = repository.Source.TryOpenContent(checksum) ?? throw MissingObject.Of(name, repository.Path);
            receiver.Receive(again.Header, again, checksum, stop);
        }
        else
        {
            receiver.Receive(content.Header, content, checksum, stop);
        }

        target.CountFetched(content.Size);
    }

    // Whoever owns a file of another can change it behind our back.
    private bool MayLink(PullTarget target) => repository.Owner == target.Transaction.Repository.Owner;
}
