using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull;

/// <summary>Stores what a source has.</summary>
internal sealed class StoringSink(IPullSource source, PullTarget target) : IPullSink
{
    public DirectoryHandle? Staging => target.Transaction.Staging;

    public ObjectLoader Objects => target.Transaction.Objects;

    public bool Has(in ObjectName name) => target.Has(name);

    public void TakeMetadata(in ObjectName name, byte[] bytes)
    {
        if (!source.TryLinkMetadata(name, target))
            target.Transaction.WriteMetadataAs(name, bytes);
        target.CountMetadata(bytes.Length);
    }

    public void TakeTombstone(in Checksum commit, byte[] bytes) => target.Transaction.WriteTombstone(commit, bytes);

    public void NoteCommit(in Checksum checksum, Commit commit, long bytes)
    {
        if (!target.Has(new ObjectName(checksum, ObjectType.Commit)))
            target.CountMetadata(bytes);
    }

    public Task TakeContentAsync(IReadOnlyList<Checksum> batch, CancellationToken stop) => source.DeliverContentAsync(batch, target, stop);

    public void Expect(long content) => target.Expect(content);
}
