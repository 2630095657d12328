using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Walking;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Trees;

/// <summary>Lists what is in a commit.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeChildItem")]
[OutputType(typeof(TreeItem))]
public sealed class GetOstreeChildItemCommand : CommitTreeCmdlet
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PathInCommitCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [TreePath.Root];

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Depth { get; set; }

    [Parameter]
    public SwitchParameter DirOnly { get; set; }

    private int DepthBelow => Depth ?? (Recurse ? int.MaxValue : 0);

    protected override Task RunAsync(CommitTree tree, PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Path, path => port.WriteAllAsync(List(tree, path, fault => port.WriteErrorAsync(fault).AsTask().GetAwaiter().GetResult(), stop)));

    private IEnumerable<TreeItem> List(CommitTree tree, string path, Action<OstreeException> unread, CancellationToken stop)
    {
        if (PathPattern.TryMatch(tree, path) is { } matches)
            return matches.SelectMany(item => Recurse || Depth is not null ? [item, .. Below(tree, item, unread, stop)] : Single(item));
        TreeItem named = tree.Find(path);
        return named.IsDirectory && !DirOnly ? Below(tree, named, unread, stop) : Single(named);
    }

    private IEnumerable<TreeItem> Below(CommitTree tree, TreeItem item, Action<OstreeException> unread, CancellationToken stop)
        => item.IsDirectory && !DirOnly ? tree.Enumerate(item, DepthBelow, unread, stop) : [];

    private static IEnumerable<TreeItem> Single(TreeItem item) => [item];
}
