using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Diff;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Commits;

/// <summary>Compares two trees.</summary>
[Cmdlet(VerbsData.Compare, "OstreeTree", DefaultParameterSetName = PathSet)]
[OutputType(typeof(TreeDifference), ParameterSetName = [PathSet])]
[OutputType(typeof(TreeStatistics), ParameterSetName = [StatsSet])]
public sealed class CompareOstreeTreeCommand : RepositoryCmdlet
{
    private const string PathSet = "Path";
    private const string StatsSet = "Stats";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [TreeArgument]
    [ArgumentCompleter(typeof(TreeCompleter))]
    public TreeArgument Reference { get; set; } = null!;

    [Parameter(Position = 1)]
    [TreeArgument]
    [ArgumentCompleter(typeof(TreeCompleter))]
    [ValidateNotNull]
    public TreeArgument? Difference { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter NoXattrs { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    public uint? OwnerUid { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    public uint? OwnerGid { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = StatsSet)]
    public SwitchParameter Stats { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        TreeArgument before = Difference is null ? Reference.Parent() : Reference;
        TreeArgument after = Difference ?? Reference;
        if (Stats)
        {
            await port.WriteAsync(TreeStatistics.Count(
                repository,
                RevisionResolver.Resolve(repository, before.RequireRevision()),
                RevisionResolver.Resolve(repository, after.RequireRevision()),
                stop));
            return;
        }

        var options = new TreeComparisonOptions { NoXattrs = NoXattrs, OwnerUid = OwnerUid, OwnerGid = OwnerGid };
        await port.WriteAllAsync(TreeComparison.CompareAsync(before.Open(repository), after.Open(repository), options, port.Observer, stop));
    }
}
