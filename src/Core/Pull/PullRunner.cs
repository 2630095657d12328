using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Planning;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Pull.Sources;

namespace OstreePS.Core.Pull;

/// <summary>
/// Carries a plan out: asks a source for what the planner wants, as much at once as the source likes, and tells the planner what
/// came. Commits are kept until everything that they name is stored.
/// </summary>
internal sealed class PullRunner(IPullSource source, IPullSink sink, PullPlanner planner, ICommitGate gate, CompletedCommits completed)
{
    private readonly Channel<Action> _arrivals = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<PulledCommit> _commits = [];
    private readonly HashSet<Checksum> _taken = [];
    private int _metadataRunning;
    private int _contentRunning;

    /// <summary>The commits that came, each once; nothing that they name is missing, save what was left out on purpose.</summary>
    internal IReadOnlyList<PulledCommit> Commits => _commits;

    /// <summary>Runs until nothing is wanted any more. The first failure ends all, and is thrown when all has ended.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ExceptionDispatchInfo? failure = null;
        while (true)
        {
            if (failure is null)
                StartWhatIsWanted(halt.Token);
            if (_metadataRunning + _contentRunning == 0)
                break;
            Action arrived = await _arrivals.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                arrived();
                sink.Expect(planner.ContentSeen);
            }
            catch (Exception e)
            {
                // What fails after the first failure only follows from the halt.
                failure ??= ExceptionDispatchInfo.Capture(e);
                await halt.CancelAsync().ConfigureAwait(false);
            }
        }

        stop.ThrowIfCancellationRequested();
        failure?.Throw();
    }

    private void StartWhatIsWanted(CancellationToken stop)
    {
        while (_metadataRunning < source.MetadataAtOnce && planner.TryTakeMetadata(out MetadataRequest request))
        {
            _metadataRunning++;
            _ = Task.Run(() => FetchMetadataAsync(request, stop), CancellationToken.None);
        }

        while (_contentRunning < source.ContentAtOnce)
        {
            // Full batches while more can be expected; what is left when it cannot.
            bool idle = _metadataRunning == 0 || _contentRunning == 0;
            IReadOnlyList<Checksum> batch = planner.TakeContent(source.ContentBatch, idle ? 1 : source.ContentBatch);
            if (batch.Count == 0)
                break;
            _contentRunning++;
            _ = Task.Run(() => FetchContentAsync(batch, stop), CancellationToken.None);
        }
    }

    private async Task FetchContentAsync(IReadOnlyList<Checksum> batch, CancellationToken stop)
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            await sink.TakeContentAsync(batch, stop).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        _arrivals.Writer.TryWrite(() =>
        {
            _contentRunning--;
            failure?.Throw();
        });
    }

    private async Task FetchMetadataAsync(MetadataRequest request, CancellationToken stop)
    {
        Action complete;
        try
        {
            complete = request.Name.Type == ObjectType.Commit
                ? await FetchCommitAsync(request, stop).ConfigureAwait(false)
                : await FetchTreeAsync(request, stop).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var failure = ExceptionDispatchInfo.Capture(e);
            complete = failure.Throw;
        }

        _arrivals.Writer.TryWrite(() =>
        {
            _metadataRunning--;
            complete();
        });
    }

    private async Task<Action> FetchTreeAsync(MetadataRequest request, CancellationToken stop)
    {
        ObjectName name = request.Name;
        byte[] bytes;
        bool isHere = sink.Has(name);
        if (isHere)
        {
            if (name.Type == ObjectType.DirMeta)
                return static () => { };
            bytes = sink.Objects.LoadMetadata(name);
        }
        else
        {
            bytes = await source.ReadMetadataAsync(name, sink.Staging, stop).ConfigureAwait(false) ?? throw MissingObject.Of(name, source.Label);
            Verify(name, bytes);
            if (name.Type == ObjectType.DirMeta)
                DirMeta.Parse(bytes, $"Directory metadata {name.Checksum}");
        }

        DirTree? tree = name.Type == ObjectType.DirTree ? DirTree.Parse(bytes, $"Directory {name.Checksum}") : null;
        if (!isHere)
            sink.TakeMetadata(name, bytes);
        return () =>
        {
            if (tree is not null)
                planner.Complete(request, tree);
        };
    }

    private async Task<Action> FetchCommitAsync(MetadataRequest request, CancellationToken stop)
    {
        Checksum checksum = request.Name.Checksum;
        byte[]? bytes = sink.Has(request.Name)
            ? sink.Objects.LoadMetadata(request.Name)
            : await source.ReadMetadataAsync(request.Name, sink.Staging, stop).ConfigureAwait(false);
        if (bytes is null)
            return request.IsParent ? await MissParentAsync(checksum, stop).ConfigureAwait(false) : throw MissingObject.Of(request.Name, source.Label);
        Verify(request.Name, bytes);
        var commit = Commit.Parse(bytes, $"Commit {checksum}");

        // Signatures can be added to a commit that is here already.
        Variant? detached = await source.ReadDetachedMetadataAsync(checksum, stop).ConfigureAwait(false);
        gate.Admit(checksum, commit, bytes, detached ?? sink.Objects.LoadDetachedMetadata(checksum), request.Ref);
        return () =>
        {
            if (_taken.Add(checksum))
            {
                _commits.Add(new PulledCommit(checksum, commit.Parent, bytes, detached));
                sink.NoteCommit(checksum, commit, bytes.Length);
            }

            planner.Complete(request, commit, completed.Contains(checksum));
        };
    }

    private async Task<Action> MissParentAsync(Checksum checksum, CancellationToken stop)
    {
        var name = new ObjectName(checksum, ObjectType.TombstoneCommit);
        if (!sink.Has(name) && await source.ReadMetadataAsync(name, sink.Staging, stop).ConfigureAwait(false) is { } tombstone)
            sink.TakeTombstone(checksum, tombstone);
        return static () => { };
    }

    private void Verify(in ObjectName name, byte[] bytes)
    {
        if (source.TrustsMetadata)
            return;
        var actual = new Checksum(SHA256.HashData(bytes));
        if (actual != name.Checksum)
            throw CorruptMetadata.Of(name, actual, source.LabelOf(name));
    }
}
