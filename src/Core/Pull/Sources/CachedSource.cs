using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Sources;

/// <summary>A source some of whose objects are in repositories on this machine as well: those are asked first. Everything from them is verified.</summary>
internal sealed class CachedSource(IPullSource inner, IReadOnlyList<OstreeRepository> caches) : IPullSource
{
    private readonly (OstreeRepository Repository, LocalSource Source)[] _caches = [.. caches.Select(cache => (cache, new LocalSource(cache, trusted: false)))];

    private long _metadata;
    private long _content;

    /// <summary>Metadata objects that came from the repositories of this machine.</summary>
    internal long Metadata => Interlocked.Read(ref _metadata);

    /// <summary>Content objects that came from them.</summary>
    internal long Content => Interlocked.Read(ref _content);

    public string Label => inner.Label;

    public string LabelOf(in ObjectName name) => inner.LabelOf(name);

    public bool Resumes => inner.Resumes;

    public int MetadataAtOnce => inner.MetadataAtOnce;

    public int ContentAtOnce => inner.ContentAtOnce;

    public int ContentBatch => inner.ContentBatch;

    public async ValueTask<byte[]?> ReadMetadataAsync(ObjectName name, DirectoryHandle? staging, CancellationToken stop)
    {
        foreach ((OstreeRepository repository, LocalSource source) in _caches)
        {
            if (!repository.Objects.Contains(name))
                continue;
            byte[]? bytes = await source.ReadMetadataAsync(name, staging, stop).ConfigureAwait(false);
            Interlocked.Increment(ref _metadata);
            return bytes;
        }

        return await inner.ReadMetadataAsync(name, staging, stop).ConfigureAwait(false);
    }

    // Signatures may have been added since the copy was made.
    public ValueTask<Variant?> ReadDetachedMetadataAsync(Checksum commit, CancellationToken stop) => inner.ReadDetachedMetadataAsync(commit, stop);

    public bool TryLinkMetadata(in ObjectName name, PullTarget target) => false;

    public async Task DeliverContentAsync(IReadOnlyList<Checksum> batch, PullTarget target, CancellationToken stop)
    {
        List<Checksum> rest = [.. batch.Where(checksum => !target.Has(new ObjectName(checksum, ObjectType.File)))];
        foreach ((OstreeRepository repository, LocalSource source) in _caches)
        {
            List<Checksum> here = rest.FindAll(checksum => repository.Objects.Contains(new ObjectName(checksum, ObjectType.File)));
            if (here.Count == 0)
                continue;
            await source.DeliverContentAsync(here, target, stop).ConfigureAwait(false);
            Interlocked.Add(ref _content, here.Count);
            rest.RemoveAll(here.Contains);
        }

        if (rest.Count > 0)
            await inner.DeliverContentAsync(rest, target, stop).ConfigureAwait(false);
    }

    // What is on this machine moves nothing over the wire.
    public ValueTask<ContentSize> MeasureContentAsync(Checksum checksum, long? told, OstreeRepository target, CancellationToken stop)
        => _caches.Any(cache => cache.Repository.Objects.Contains(new ObjectName(checksum, ObjectType.File)))
            ? ValueTask.FromResult(new ContentSize(0))
            : inner.MeasureContentAsync(checksum, told, target, stop);
}
