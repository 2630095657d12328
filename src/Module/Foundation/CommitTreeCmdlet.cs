using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Foundation;

/// <summary>A cmdlet that looks into the tree of a commit.</summary>
public abstract class CommitTreeCmdlet : RepositoryCmdlet
{
    private CommitTree? _tree;
    private string? _openRevision;

    // Commit comes first among the aliases: an item of a tree has a checksum of its own, besides its commit's.
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = string.Empty;

    /// <summary>Does the work for one pipeline item.</summary>
    protected abstract Task RunAsync(CommitTree tree, PipelinePort port, CancellationToken stop);

    protected sealed override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        // A pipeline of a commit's files would otherwise open the same commit for each.
        if (_tree is null || _tree.Repository != repository || !string.Equals(_openRevision, Revision, StringComparison.Ordinal))
        {
            _tree = CommitTree.Open(repository, RevisionResolver.Resolve(repository, Revision));
            _openRevision = Revision;
        }

        return RunAsync(_tree, port, stop);
    }
}
