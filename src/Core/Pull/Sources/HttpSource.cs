using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Remoting;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Pull.Sources;

/// <summary>A repository on a server. Many requests are under way at once; what has come is decompressed and hashed on all cores.</summary>
/// <remarks>
/// What waits for a core is bounded: small objects in memory, at most one for each request; larger ones in files. The thread pool shares out the cores: it begins
/// with a thread for each, and adds some only while those wait for the disk.
/// </remarks>
/// <param name="connection">The server.</param>
/// <param name="metadataLimit">The most bytes of a metadata object.</param>
/// <param name="trustsContent">Whether content goes unverified into an archive.</param>
internal sealed class HttpSource(RemoteConnection connection, long metadataLimit, bool trustsContent = false) : IPullSource, IDisposable
{
    private const int HashBufferBytes = 128 * 1024;
    private readonly ConcurrentBag<ContentReceiver> _receivers = [];
    private PartialFiles? _parts;

    public string Label => connection.Places[0].ToString();

    public string LabelOf(in ObjectName name)
    {
        string path = PathOf(name);
        return string.Join("' or '", connection.ContentPlaces.Select(place => place.Of(path).OriginalString));
    }

    public bool MovesArchived => true;

    public bool Resumes => true;

    public int MetadataAtOnce => Math.Max(1, connection.Fetcher.Parallelism / 2);

    public int ContentAtOnce => connection.Fetcher.Parallelism;

    public int ContentBatch => 8;

    public async ValueTask<byte[]?> ReadMetadataAsync(ObjectName name, DirectoryHandle? staging, CancellationToken stop)
    {
        // Objects are what their names say wherever they come from. What is large waits in a file until it is known to be that.
        var request = new FetchRequest(connection.ContentPlaces, PathOf(name), metadataLimit)
        {
            IsOptional = name.Type is ObjectType.TombstoneCommit or ObjectType.Commit,
            PartialName = staging is not null && name.Type.IsContentAddressed() ? name.ToString() : null,
            Parts = staging is null ? null : PartsIn(staging),
        };
        using FetchedBody? body = await connection.Fetcher.FetchAsync(request, stop).ConfigureAwait(false);
        if (body?.File is null)
            return body?.Memory.ToArray();
        try
        {
            return ReadVerified(name, body);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.CorruptObject && body.WasResumed)
        {
            using FetchedBody? whole = await connection.Fetcher.FetchAsync(request, stop).ConfigureAwait(false);
            return whole?.File is null ? whole?.Memory.ToArray() : ReadVerified(name, whole);
        }
    }

    public async ValueTask<Variant?> ReadDetachedMetadataAsync(Checksum commit, CancellationToken stop)
    {
        // Signatures are taken from the remote itself only.
        var name = new ObjectName(commit, ObjectType.CommitMeta);
        var request = new FetchRequest(connection.Places, PathOf(name), metadataLimit) { IsOptional = true };
        using FetchedBody? body = await connection.Fetcher.FetchAsync(request, stop).ConfigureAwait(false);

        // As upstream takes it: what is broken counts as unset. Where signatures are demanded, they are then missing.
        return body is null ? null : Variant.FromBytes(VariantType.VarDict, body.Memory.ToArray()).ToNormalForm();
    }

    public bool TryLinkMetadata(in ObjectName name, PullTarget target) => false;

    public async Task DeliverContentAsync(IReadOnlyList<Checksum> batch, PullTarget target, CancellationToken stop)
    {
        foreach (Checksum checksum in batch)
        {
            if (!target.HasContent(checksum))
                await DeliverAsync(checksum, target, stop).ConfigureAwait(false);
        }
    }

    public async ValueTask<ContentSize> MeasureContentAsync(Checksum checksum, long? told, OstreeRepository target, CancellationToken stop)
    {
        if (told is not null)
            return new ContentSize(told);
        var request = new FetchRequest(connection.ContentPlaces, PathOf(new ObjectName(checksum, ObjectType.File)), long.MaxValue);
        return new ContentSize(await connection.Fetcher.MeasureAsync(request, stop).ConfigureAwait(false));
    }

    public void Dispose()
    {
        foreach (ContentReceiver receiver in _receivers)
            receiver.Dispose();
    }

    private static string PathOf(in ObjectName name) => $"objects/{ObjectLayout.PathOf(name, RepositoryMode.Archive)}";

    private PartialFiles PartsIn(DirectoryHandle staging) => LazyInitializer.EnsureInitialized(ref _parts, () => new PartialFiles(staging));

    // A server can send as much as metadata may have, several times at once: only what is right gets into memory.
    private byte[] ReadVerified(in ObjectName name, FetchedBody body)
    {
        string label = body.Source.OriginalString;
        SafeFileHandle file = body.File!;
        body.Discard();
        file.Rewind(label);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[HashBufferBytes];
        for (int count; (count = file.ReadSome(buffer, label)) > 0;)
            hash.AppendData(buffer, 0, count);
        var actual = new Checksum(hash.GetHashAndReset());
        if (actual != name.Checksum)
            throw CorruptMetadata.Of(name, actual, label);
        file.Rewind(label);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)body.Length);
        file.ReadFully(bytes, label);
        return bytes;
    }

    private async Task DeliverAsync(Checksum checksum, PullTarget target, CancellationToken stop)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        var request = new FetchRequest(connection.ContentPlaces, PathOf(name), long.MaxValue)
        {
            PartialName = checksum.ToString(),
            Parts = PartsIn(target.Transaction.Staging),
            LimitFromHead = ArchivedContent.LimitFromHead,
            Arrived = target.CountArrived,
        };
        using FetchedBody? body = await connection.Fetcher.FetchAsync(request, stop).ConfigureAwait(false);
        try
        {
            Store(body!, checksum, target, stop);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.CorruptObject && body!.WasResumed)
        {
            // The part that was kept may have been of another file, or the damage in it.
            using FetchedBody? whole = await connection.Fetcher.FetchAsync(request, stop).ConfigureAwait(false);
            Store(whole!, checksum, target, stop);
        }
    }

    private void Store(FetchedBody body, Checksum checksum, PullTarget target, CancellationToken stop)
    {
        string label = body.IsWebPage ? $"{body.Source} (the server calls it text/html)" : body.Source.OriginalString;
        if (!_receivers.TryTake(out ContentReceiver? receiver))
            receiver = new ContentReceiver(target.Transaction);
        try
        {
            var content = new ArchivedContent(body.Memory, body.File, body.Length, label);
            // What an earlier pull kept a part of may be of another server, which nobody has said to trust.
            if (trustsContent && !body.WasResumed)
                receiver.ReceiveUnverified(content, checksum);
            else
                receiver.Receive(content, checksum, header => target.Admit(checksum, header), stop);
            body.Discard();
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.CorruptObject)
        {
            body.Discard();
            throw;
        }
        finally
        {
            _receivers.Add(receiver);
        }

        target.CountStored(body.Length);
    }
}
