using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>
/// Checks a whole repository and repairs it if asked: refs, commits, every object that is there, and every object that should be.
/// Objects are verified on all cores, in the order in which they lie; what is damaged is then traced to commits and refs.
/// </summary>
public sealed class RepositoryChecker
{
    private readonly OstreeRepository _repository;
    private readonly CheckOptions _options;
    private readonly IOperationObserver _observer;
    private readonly Action<RepositoryDefect> _report;
    private readonly List<Checksum> _missingParents = [];
    private readonly List<CommitNode> _complete = [];
    private readonly List<CommitNode> _partial = [];
    private readonly ObjectSet _required = new();
    private readonly ObjectSet _optional = new();
    private readonly long[] _counts = new long[3];

    private RepositoryChecker(OstreeRepository repository, CheckOptions options, IOperationObserver observer, Action<RepositoryDefect> report)
    {
        _repository = repository;
        _options = options;
        _observer = observer;
        _report = report;
    }

    /// <summary>Checks a repository.</summary>
    /// <param name="repository">The repository. Its lock is held: shared, or exclusive where something is repaired.</param>
    /// <param name="options">How thoroughly, and what to repair.</param>
    /// <param name="report">Hears of each defect, on the calling thread.</param>
    /// <param name="observer">Hears how far it has come.</param>
    /// <param name="stop">Ends the check.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryLocked"/>, <see cref="OstreeFault.RepositoryReadOnly"/> or a fault of the file system.</exception>
    public static RepositoryCheck Run(OstreeRepository repository, CheckOptions options, Action<RepositoryDefect> report, IOperationObserver observer, CancellationToken stop)
    {
        if (options.Changes)
            repository.RequireWritable();
        using IDisposable held = repository.Lock.Acquire(options.Changes, stop);
        return new RepositoryChecker(repository, options, observer, report).Run(stop);
    }

    private RepositoryCheck Run(CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        var refs = new RefChecks(_repository, Report);
        refs.CheckRefs(_options.VerifyBindings || _options.VerifyBackReferences);
        ReadCommits(refs, stop);
        FollowTrees(stop);
        var progress = new ProgressCounter(_observer, $"Checking {_repository.Path}", _required.Count + _optional.Count);
        var sweep = new ObjectSweep(_repository, _required, _optional, _options.Quick, progress);
        sweep.Run(stop);
        var repair = new RepositoryRepair(_repository, _options);
        ReportObjects(sweep, refs, repair, stop);
        foreach (string staging in LeftoverStaging.Find(_repository))
            Report(Notice(DefectKind.LeftoverStaging, $"'{staging}' was left by a transaction that was interrupted; the next one uses or removes it.") with { Path = staging });
        long tombstones = _options.AddTombstones ? AddTombstones() : 0;
        return new RepositoryCheck
        {
            Repository = _repository.Path,
            Commits = _complete.Count,
            PartialCommits = _partial.Count,
            Refs = refs.Refs.Count,
            ReachableObjects = _required.Count,
            Objects = sweep.Objects,
            Bytes = sweep.Bytes,
            Errors = _counts[(int)DefectSeverity.Error],
            Warnings = _counts[(int)DefectSeverity.Warning],
            Notices = _counts[(int)DefectSeverity.Information],
            ObjectsRemoved = repair.Removed,
            CommitsMarked = repair.Marked,
            TombstonesAdded = tombstones,
            Duration = Stopwatch.GetElapsedTime(start),
        };
    }

    private void ReadCommits(RefChecks refs, CancellationToken stop)
    {
        foreach (Checksum checksum in ObjectListing.Commits(_repository.Store.Directory))
        {
            stop.ThrowIfCancellationRequested();
            CommitState state = _repository.CommitStates.Get(checksum);
            var name = new ObjectName(checksum, ObjectType.Commit);
            (state == CommitState.Normal ? _required : _optional).Add(name);
            if (state != CommitState.Normal)
                ReportState(checksum, state);
            if (TryLoad(checksum) is not { } commit)
                continue;
            (state == CommitState.Normal ? _complete : _partial).Add(CommitNode.Of(checksum, commit));
            if (_options.VerifyBackReferences)
                refs.CheckBackReferences(checksum, commit);
            if (commit.Parent is { } parent && !_repository.Objects.Contains(new ObjectName(parent, ObjectType.Commit)))
                _missingParents.Add(parent);
        }
    }

    private void ReportState(in Checksum checksum, CommitState state)
    {
        if (state.HasFlag(CommitState.FsckPartial))
        {
            Report(Notice(DefectKind.DamagedCommit, $"Commit {checksum} was found damaged by an earlier check: pull it again, or prune it.") with
            {
                Severity = DefectSeverity.Error,
                Commits = [checksum],
            });
        }
        else
        {
            Report(Notice(DefectKind.PartialCommit, $"Commit {checksum} is partial: what it lacks is no defect.") with { Commits = [checksum] });
        }
    }

    private void FollowTrees(CancellationToken stop)
    {
        // What cannot be read here is what the sweep finds missing or damaged.
        new TreeTraversal(_repository.Objects, _required, known: null).Follow(_complete.Select(c => c.Root), static (_, _) => { }, stop);
        new TreeTraversal(_repository.Objects, _optional, _required).Follow(_partial.Select(c => c.Root), static (_, _) => { }, stop);
    }

    private void ReportObjects(ObjectSweep sweep, RefChecks refs, RepositoryRepair repair, CancellationToken stop)
    {
        sweep.Findings.Sort(static (a, b) => a.Object.Checksum == b.Object.Checksum ? a.Object.Type - b.Object.Type : a.Object.Checksum.CompareTo(b.Object.Checksum));
        AffectedCommits? affected = null;
        if (sweep.Findings.Count > 0)
        {
            affected = new AffectedCommits(_repository.Objects, sweep.Findings.Select(finding => finding.Object));
            foreach (CommitNode commit in _complete.Concat(_partial))
                affected.Add(commit.Checksum, commit.Root.Tree, commit.Root.Meta, stop);
        }

        foreach (Finding finding in sweep.Findings)
        {
            IReadOnlyList<Checksum> commits = finding.Object.Type == ObjectType.Commit ? [finding.Object.Checksum] : affected!.Of(finding.Object);
            Report(repair.Apply(new RepositoryDefect
            {
                Kind = finding.Kind,
                Severity = finding.Severity,
                Description = finding.Description,
                Object = finding.Object,
                Path = _repository.PathOfObject(finding.Object),
                Commits = commits,
                Refs = refs.RefsTo(commits),
                Repository = _repository.Path,
            }));
        }

        foreach ((string path, string why) in sweep.Strays)
            Report(Notice(DefectKind.StrayFile, $"'{path}' {why}.") with { Path = path });
        sweep.Orphans.Sort(static (a, b) => a.Checksum == b.Checksum ? a.Type - b.Type : a.Checksum.CompareTo(b.Checksum));
        foreach (ObjectName orphan in sweep.Orphans)
            Report(Notice(DefectKind.OrphanObject, $"No commit needs {orphan}.") with { Object = orphan, Path = _repository.PathOfObject(orphan) });
    }

    private long AddTombstones()
    {
        if (_missingParents.Count == 0)
            return 0;
        Tombstone.Enable(_repository);
        return _missingParents.Distinct().Count(parent => Tombstone.Write(_repository, parent));
    }

    private Commit? TryLoad(in Checksum checksum)
    {
        try
        {
            return _repository.Objects.TryLoadCommit(checksum);
        }
        catch (OstreeException)
        {
            // The sweep says what is wrong with it.
            return null;
        }
    }

    private RepositoryDefect Notice(DefectKind kind, string description)
        => new() { Kind = kind, Severity = DefectSeverity.Information, Description = description, Repository = _repository.Path };

    private void Report(RepositoryDefect defect)
    {
        _counts[(int)defect.Severity]++;
        _report(defect);
    }
}
