using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>Finds out what a prune has to remove. Reads only.</summary>
internal sealed class PrunePlanner
{
    private readonly OstreeRepository _repository;
    private readonly PruneOptions _options;
    private readonly IReadOnlyList<RefEntry> _refs;
    private readonly Checksum? _deleted;
    private readonly CommitGraph _graph;

    private PrunePlanner(OstreeRepository repository, PruneOptions options)
    {
        _repository = repository;
        _options = options;
        _refs = repository.Refs.List();
        _deleted = options.StaticDeltasOnly ? null : options.DeleteCommit;
        _graph = new CommitGraph(repository.Objects, _deleted);
    }

    /// <summary>Plans. The caller holds the repository's lock.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CommitReferenced"/>, <see cref="OstreeFault.RetentionTooStrict"/>,
    /// <see cref="OstreeFault.InvalidOption"/>, or a fault of an object that has to be read: then nothing can be removed safely.</exception>
    internal static PrunePlan Plan(OstreeRepository repository, PruneOptions options, CancellationToken stop)
        => new PrunePlanner(repository, options).Plan(stop);

    private PrunePlan Plan(CancellationToken stop)
    {
        CheckOptions();
        List<Checksum> commits = ObjectListing.Commits(_repository.Store.Directory);
        var selection = new CommitSelection(_graph, _refs, _options);
        selection.Select(commits);
        bool met = !_options.HasBudget || new SizeBudget(_repository, _graph, _options).Apply(selection, stop);
        if (commits.Count > 0 && !_options.Force && _options.SelectsByRef && !commits.Exists(commit => selection.Decide(commit).Stays))
            throw TooStrict($"No commit of '{_repository.Path}' would stay.", "No ref leads to any. Make refs for the commits to keep, or use -Force.");

        var reached = new ObjectSet();
        Follow(selection, reached, stop);
        var sweep = new PruneSweep(_repository, reached, _options.CommitOnly, _deleted);
        sweep.Run(stop);
        return new PrunePlan
        {
            Repository = _repository.Path,
            ObjectsTotal = sweep.Total,
            Objects = sweep.Doomed,
            Attributes = sweep.DoomedAttributes,
            Commits = [.. commits.Select(commit => Describe(commit, selection)).OrderByDescending(d => d.Timestamp).ThenBy(d => d.Checksum)],
            Deltas = StaleDeltas.Find(_repository, to => IsStale(to, selection)),
            Cached = _options.CleanCache ? UnusedCache() : [],
            DeletedByName = _deleted,
            CommitOnly = _options.CommitOnly,
            BudgetMet = met,
        };
    }

    private void CheckOptions()
    {
        if (_options.StaticDeltasOnly && _options.DeleteCommit is null)
            throw Option("-StaticDeltasOnly needs -DeleteCommit: the commit whose deltas are to go.", "Name a commit. Deltas to commits that are gone are removed by every prune.");
        foreach (RetentionRule rule in _options.Policy)
        {
            if (rule.KeepsNothing && !_options.Force)
                throw TooStrict($"The rule for '{rule.Pattern}' keeps nothing.", "Give KeepLast, KeepDays or KeepTags, or use -Force to keep only what the refs themselves name.");
        }

        foreach (string branch in _options.OnlyBranches)
            RevisionResolver.Resolve(_repository, branch);
        if (_deleted is not { } deleted)
            return;
        _ = _repository.Objects.StoredSize(new ObjectName(deleted, ObjectType.Commit));
        if (_refs.FirstOrDefault(entry => entry.Checksum == deleted) is { } named)
        {
            throw new OstreeException(
                OstreeFault.CommitReferenced,
                $"Commit {deleted} cannot be deleted: the ref '{(named.Kind == RefKind.Mirror ? $"({named.CollectionId}, {named.Name})" : named.Refspec)}' names it.",
                deleted.ToString(),
                "Remove the ref, or point it to another commit, first.");
        }
    }

    private void Follow(CommitSelection selection, ObjectSet reached, CancellationToken stop)
    {
        var complete = new List<TreeTraversal.Root>();
        var partial = new List<TreeTraversal.Root>();
        foreach (Checksum commit in selection.Kept)
        {
            reached.Add(new ObjectName(commit, ObjectType.Commit));
            if (_graph.Find(commit) is { } node)
                (_repository.CommitStates.Get(commit) == CommitState.Normal ? complete : partial).Add(node.Root);
        }

        if (_options.CommitOnly)
            return;
        new TreeTraversal(_repository.Objects, reached, known: null).Follow(complete, unreadable: null, stop);
        new TreeTraversal(_repository.Objects, reached, known: null).Follow(partial, Tolerate, stop);
    }

    // A partial commit may lack directories. A directory that is there, and cannot be read, is another matter.
    private static void Tolerate(Checksum directory, OstreeException fault)
    {
        if (fault.Fault != OstreeFault.ObjectNotFound)
            throw fault;
    }

    private List<PrunedObject> UnusedCache()
    {
        var unused = new List<PrunedObject>();
        using var cache = new UncompressedCache(_repository.Root, RepositoryLayout.UncompressedCache, sync: false);
        if (cache.TryOpen() is not { } directory)
            return unused;
        for (int index = 0; index < ObjectLayout.PrefixCount; index++)
        {
            foreach (ObjectName name in ObjectListing.Objects(directory, index))
            {
                if (directory.TryStat(name) is { LinkCount: 1 } status)
                    unused.Add(new PrunedObject(name, status.Size));
            }
        }

        return unused;
    }

    private bool IsStale(in Checksum to, CommitSelection selection)
    {
        if (_options.StaticDeltasOnly && to == _options.DeleteCommit)
            return true;
        var name = new ObjectName(to, ObjectType.Commit);
        return _repository.Store.Contains(name) ? !selection.Decide(to).Stays : !_repository.Source.Contains(name);
    }

    private CommitDecision Describe(in Checksum commit, CommitSelection selection)
    {
        (bool stays, string reason) = selection.Decide(commit);
        CommitNode node = _graph.Find(commit) ?? CommitNode.Of(commit, _repository.Objects.LoadCommit(commit));
        return new CommitDecision
        {
            Checksum = commit,
            Stays = stays,
            Reason = reason,
            Timestamp = node.Time,
            Version = node.Version,
            Subject = node.Subject,
            Repository = _repository.Path,
        };
    }

    private OstreeException TooStrict(string message, string remedy) => new(OstreeFault.RetentionTooStrict, message, _repository.Path, remedy);

    private static OstreeException Option(string message, string remedy) => new(OstreeFault.InvalidOption, message, subject: null, remedy);
}
