using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Repository.History;

/// <summary>Reads commits with all that a repository knows of them, one by one or back through their history.</summary>
/// <param name="repository">The repository.</param>
/// <param name="observer">Hears where a history ends early, and of refs that cannot be read.</param>
public sealed class CommitReader(OstreeRepository repository, IOperationObserver observer)
{
    private readonly Lazy<ILookup<Checksum, RefEntry>> _refs = new(() => ReadRefs(repository, observer));

    /// <summary>Whether to find out how much of a commit with sizes the repository lacks; takes a look for each object.</summary>
    public bool CountsNeeded { get; init; }

    /// <summary>Reads a commit.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public CommitInfo Read(Checksum checksum)
        => Describe(checksum, repository.Objects.TryLoadCommit(checksum) ?? throw Missing(checksum));

    /// <summary>Reads a commit, its parent, and so on until the first commit, or until a parent is not in the repository.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> when the start is missing, or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public IEnumerable<CommitInfo> Walk(Checksum start, CancellationToken stop)
    {
        for (CommitInfo? commit = Read(start); commit is not null;)
        {
            stop.ThrowIfCancellationRequested();
            yield return commit;
            if (commit.IsParentMissing)
                observer.Note($"The history ends here: {commit.Parent}, the parent of {commit.Checksum}, is not in '{repository.Path}'.");
            commit = commit.Parent is { } parent && !commit.IsParentMissing ? Read(parent) : null;
        }
    }

    /// <summary>Reads the commits that refs point to, each once, in the order of the refs.</summary>
    /// <param name="withHistory">Whether to read what came before them as well.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/>, <see cref="OstreeFault.CorruptObject"/> or <see cref="OstreeFault.CorruptRef"/>.</exception>
    public IEnumerable<CommitInfo> ReadTips(bool withHistory, CancellationToken stop)
    {
        var seen = new HashSet<Checksum>();
        foreach (RefEntry entry in repository.Refs.List())
        {
            foreach (CommitInfo commit in Walk(entry.Checksum, stop))
            {
                if (!seen.Add(commit.Checksum))
                    break;
                yield return commit;
                if (!withHistory)
                    break;
            }
        }
    }

    private CommitInfo Describe(Checksum checksum, Commit commit) => new(checksum, commit, repository.Objects.LoadDetachedMetadata(checksum))
    {
        IsParentMissing = commit.Parent is { } parent && !repository.Objects.Contains(new ObjectName(parent, ObjectType.Commit)),
        Refs = [.. _refs.Value[checksum]],
        State = repository.CommitStates.Get(checksum),
        Sizes = CommitSizes.Read(commit.Metadata, CountsNeeded ? repository.Objects : null),
        Repository = repository.Path,
    };

    private OstreeException Missing(in Checksum checksum)
    {
        bool deleted = repository.CommitStates.IsTombstone(checksum);
        return new OstreeException(
            OstreeFault.ObjectNotFound,
            deleted ? $"Commit {checksum} was deleted from '{repository.Path}'; only its tombstone is left." : $"Commit {checksum} is not in '{repository.Path}'.",
            checksum.ToString(),
            deleted ? "Pull it again if it is still needed." : "Pull it, or look at another commit; Get-OstreeRef lists the refs.");
    }

    // A broken ref is no reason to refuse a commit that can be read.
    private static ILookup<Checksum, RefEntry> ReadRefs(OstreeRepository repository, IOperationObserver observer)
        => repository.Refs.List((_, fault) => observer.Warn(fault.Message)).ToLookup(entry => entry.Checksum);
}
