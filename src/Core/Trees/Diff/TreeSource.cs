using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Diff;

/// <summary>A tree to compare: of a commit, or on disk.</summary>
public abstract class TreeSource
{
    private protected TreeSource()
    {
    }

    /// <summary>The tree of a commit.</summary>
    public static TreeSource OfCommit(OstreeRepository repository, Checksum commit) => new CommitSource(repository, commit);

    /// <summary>A directory on disk.</summary>
    public static TreeSource OfDirectory(string path) => new DiskSource(path);

    /// <summary>Whether extended attributes play no part, because the repository keeps none.</summary>
    internal virtual bool IgnoresXattrs => false;

    internal abstract SideDirectory Open(TreeComparisonOptions options);

    private sealed class CommitSource(OstreeRepository repository, Checksum commit) : TreeSource
    {
        internal override bool IgnoresXattrs => repository.Config.DisableXattrs || repository.Mode == RepositoryMode.BareUserOnly;

        internal override SideDirectory Open(TreeComparisonOptions options)
            => new CommitDirectory(repository.Objects, repository.Objects.LoadCommit(commit).RootTree);
    }

    private sealed class DiskSource(string path) : TreeSource
    {
        internal override SideDirectory Open(TreeComparisonOptions options) => new DiskDirectory(DirectoryHandle.Open(path), options);
    }
}
