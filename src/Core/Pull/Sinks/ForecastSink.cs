using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.History;

namespace OstreePS.Core.Pull.Sinks;

/// <summary>Counts what a pull would bring, and keeps nothing of it but the names and the sizes that commits tell.</summary>
/// <param name="source">What would be pulled from.</param>
/// <param name="target">The repository that would be pulled into.</param>
/// <param name="present">Reads what is here, also what waits for the next pull.</param>
/// <param name="parts">The directory with parts of objects with which a pull would go on; null for none.</param>
/// <param name="progress">Counts on the way.</param>
/// <param name="observer">Hears of sizes that are not used.</param>
internal sealed class ForecastSink(IPullSource source, OstreeRepository target, ObjectLoader present, DirectoryHandle? parts, ProgressCounter progress, IOperationObserver observer) : IPullSink
{
    private readonly Dictionary<string, long> _parts = parts is null ? [] : PartialFile.SizesIn(parts);
    private readonly Lock _gate = new();
    private readonly HashSet<ObjectName> _metadataSeen = [];
    private readonly Dictionary<Checksum, long> _told = [];
    private long _metadata;
    private long _linked;
    private long _fetched;
    private long _unknown;
    private long _metadataBytes;
    private long _contentBytes;
    private long _readAgain;

    public DirectoryHandle? Staging => null;

    public ObjectLoader Objects => present;

    /// <summary>Metadata objects that would come in.</summary>
    internal long Metadata => Interlocked.Read(ref _metadata);

    /// <summary>Content objects that would only be linked.</summary>
    internal long Linked => Interlocked.Read(ref _linked);

    /// <summary>Content objects that would be copied or fetched.</summary>
    internal long Fetched => Interlocked.Read(ref _fetched);

    /// <summary>How many of them have a size that nobody tells.</summary>
    internal long Unknown => Interlocked.Read(ref _unknown);

    /// <summary>Bytes of metadata.</summary>
    internal long MetadataBytes => Interlocked.Read(ref _metadataBytes);

    /// <summary>Bytes of metadata that were read for the forecast alone: another time, or though an earlier pull left a part of them.</summary>
    internal long ReadAgain => Interlocked.Read(ref _readAgain);

    /// <summary>Bytes of content, as far as they are known.</summary>
    internal long ContentBytes => Interlocked.Read(ref _contentBytes);

    public bool Has(in ObjectName name) => present.Contains(name);

    public void TakeMetadata(in ObjectName name, byte[] bytes)
    {
        // A directory that is wanted in several parts is read for each.
        lock (_gate)
        {
            if (!_metadataSeen.Add(name))
            {
                Interlocked.Add(ref _readAgain, bytes.Length);
                return;
            }
        }

        CountMetadata(name, bytes.Length);
    }

    public void TakeTombstone(in Checksum commit, byte[] bytes) => Interlocked.Add(ref _metadataBytes, bytes.Length);

    public void NoteCommit(in Checksum checksum, Commit commit, long bytes)
    {
        var name = new ObjectName(checksum, ObjectType.Commit);
        if (!Has(name))
            CountMetadata(name, bytes);
        try
        {
            NoteSizes(commit);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.CorruptObject)
        {
            observer.Warn($"The sizes that commit {checksum} tells are not used: {e.Message}");
        }
    }

    public async Task TakeContentAsync(IReadOnlyList<Checksum> batch, CancellationToken stop)
    {
        foreach (Checksum checksum in batch)
        {
            if (Has(new ObjectName(checksum, ObjectType.File)))
                continue;
            ContentSize size = await source.MeasureContentAsync(checksum, Told(checksum), target, stop).ConfigureAwait(false);
            Interlocked.Increment(ref size.IsLink ? ref _linked : ref _fetched);
            if (size.Bytes is null)
                Interlocked.Increment(ref _unknown);
            Interlocked.Add(ref _contentBytes, (size.Bytes ?? 0) - PartOf(checksum.ToString(), size.Bytes ?? 0));
            progress.CountItem();
        }
    }

    public void Expect(long content) => progress.Expect(content);

    private void NoteSizes(Commit commit)
    {
        if (!CommitSizes.CanKeep(commit.Metadata, _told.Count))
            return;
        foreach ((ObjectName name, long stored, _) in CommitSizes.List(commit.Metadata))
        {
            if (name.Type != ObjectType.File || Has(name))
                continue;
            lock (_gate)
                _told[name.Checksum] = stored;
        }
    }

    private long? Told(in Checksum checksum)
    {
        lock (_gate)
            return _told.TryGetValue(checksum, out long bytes) ? bytes : null;
    }

    // A part that is longer than the whole is of something else, and is thrown away.
    private long PartOf(string name, long whole) => _parts.TryGetValue(name, out long part) && part <= whole ? part : 0;

    private void CountMetadata(in ObjectName name, long bytes)
    {
        Interlocked.Add(ref _readAgain, PartOf(name.ToString(), bytes));
        Interlocked.Increment(ref _metadata);
        Interlocked.Add(ref _metadataBytes, bytes);
    }
}
