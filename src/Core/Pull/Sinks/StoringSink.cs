using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.History;

namespace OstreePS.Core.Pull.Sinks;

/// <summary>Stores what a source has.</summary>
internal sealed class StoringSink(IPullSource source, PullTarget target, IOperationObserver observer) : IPullSink
{
    private readonly HashSet<ObjectName> _expected = [];

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
        if (source.MovesArchived && CommitSizes.CanKeep(commit.Metadata, _expected.Count))
            Expect(checksum, commit);
    }

    public Task TakeContentAsync(IReadOnlyList<Checksum> batch, CancellationToken stop) => source.DeliverContentAsync(batch, target, stop);

    public void Expect(long content) => target.Expect(content);

    // Commits are noted one after the other.
    private void Expect(in Checksum checksum, Commit commit)
    {
        try
        {
            long more = 0;
            foreach ((ObjectName name, long stored, _) in CommitSizes.List(commit.Metadata))
            {
                if (_expected.Add(name) && !target.Has(name))
                    more += stored;
            }

            target.ExpectMoreBytes(more);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.CorruptObject)
        {
            observer.Note($"The sizes that commit {checksum} tells are not used: {e.Message}");
        }
    }
}
