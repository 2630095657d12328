using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Planning;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Pull;

/// <summary>What to pull, and how.</summary>
public sealed record PullOptions
{
    /// <summary>The refs; none for all of the source's, or those that a remote's configuration names.</summary>
    public IReadOnlyList<PullRef> Refs { get; init; } = [];

    /// <summary>Commits that no ref is set to.</summary>
    public IReadOnlyList<Checksum> Commits { get; init; } = [];

    /// <summary>How many ancestors of each commit come along; -1 for all.</summary>
    public int Depth { get; init; }

    /// <summary>Absolute paths within the commits, to which the pull is limited; none for all.</summary>
    public IReadOnlyList<string> Subpaths { get; init; } = [];

    /// <summary>Whether trees are left out.</summary>
    public bool CommitMetadataOnly { get; init; }

    /// <summary>Whether refs are written as local refs, or, with a collection, as mirrors.</summary>
    public bool Mirror { get; init; }

    /// <summary>The remote under whose name the refs are written; null to write local refs.</summary>
    public string? RemoteName { get; init; }

    /// <summary>Whether content of a local source is verified even where it is only linked.</summary>
    public bool Untrusted { get; init; }

    /// <summary>Whether content with a mode outside 0775 is refused.</summary>
    public bool BareUserOnlyFiles { get; init; }

    /// <summary>Whether commits come in without being bound to the ref that asked for them.</summary>
    public bool DisableVerifyBindings { get; init; }

    /// <summary>Whether a commit that is older than the ref's present one is refused.</summary>
    public bool TimestampCheck { get; init; }

    /// <summary>A commit that no pulled one may be older than; null for none.</summary>
    public Checksum? TimestampCheckFrom { get; init; }

    /// <summary>Whether what comes in is synced before it becomes visible; the repository's config can only forbid it.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Whether each object is synced on its own.</summary>
    public bool PerObjectFsync { get; init; }

    /// <summary>
    /// Whether upstream's trust is enough: content that a server sends goes unverified into a mirror that is an archive, and commits
    /// and directories come unverified from a repository of this machine. Everything else is verified all the same.
    /// </summary>
    public bool SkipChecksumCheck { get; init; }

    /// <summary>
    /// The remotes whose keys some refs are verified with, so that whoever is pulled from cannot serve others' refs with signatures of its
    /// own. Such refs need a signature whatever the settings of the remote that is pulled from say; those that are not pulled are passed
    /// over. From a local source, of which nothing is demanded otherwise, only refs come in that have one.
    /// </summary>
    public IReadOnlyList<RefKeyring> RefKeyrings { get; init; } = [];

    /// <summary>
    /// A transaction of the caller's on the repository that is pulled into, of which the pull becomes a part: nothing is visible before
    /// the caller commits it. Null for one of the pull's own. The summary of a mirror is written at once all the same.
    /// </summary>
    public Transaction? Transaction { get; init; }

    /// <summary>Whether metadata of a repository of this machine is taken as it is.</summary>
    internal bool TrustsMetadata => SkipChecksumCheck && !Untrusted;

    /// <summary>Where a ref of the source is written.</summary>
    internal RefAddress AddressOf(PullRef wanted) => Mirror
        ? new RefAddress(wanted.Name, collectionId: wanted.CollectionId)
        : new RefAddress(wanted.Name, RemoteName);

    /// <summary>The plan that begins with what is named.</summary>
    internal PullPlanner Plan(IReadOnlyList<(PullRef Ref, Checksum Commit)> refs)
    {
        var planner = new PullPlanner(PullScope.Of(Subpaths), CommitMetadataOnly);
        foreach (Checksum commit in Commits)
            planner.AddCommit(commit, Depth, wanted: null);
        foreach ((PullRef wanted, Checksum commit) in refs)
            planner.AddCommit(commit, Depth, wanted);
        return planner;
    }

    /// <summary>What each ref names now; null for one that is new.</summary>
    internal Dictionary<RefAddress, Checksum?> Present(OstreeRepository target, IReadOnlyList<(PullRef Ref, Checksum Commit)> refs)
        => refs.ToDictionary(pair => AddressOf(pair.Ref), pair => target.Refs.FindOwn(AddressOf(pair.Ref)));

    /// <summary>Refuses what contradicts itself.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>.</exception>
    internal void RequireSense(string target)
    {
        if (Transaction is { } given && !string.Equals(given.Repository.Path, target, StringComparison.Ordinal))
            throw new OstreeException(OstreeFault.InvalidOption, $"The transaction is of '{given.Repository.Path}', and the pull goes into '{target}'.", target, "Give a transaction of that repository.");
        if (TimestampCheck && Depth != 0)
        {
            throw new OstreeException(
                OstreeFault.InvalidOption,
                "Ancestors are older than what a ref names now, so their times cannot be checked along with it.",
                target,
                "Pull with a depth of 0, or without the timestamp check.");
        }
    }

    /// <summary>The same, with each ref once; refuses what is no name, before any path or URL is made of it.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    internal PullOptions Checked()
    {
        foreach (PullRef wanted in Refs)
        {
            RefName.Validate(wanted.Name);
            if (wanted.CollectionId is { } collection)
                RefName.ValidateCollection(collection);
        }

        return this with { Refs = [.. Refs.Distinct()], Commits = [.. Commits.Distinct()] };
    }
}
