using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Commits;

/// <summary>Shows commits, or the history that leads to them.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeCommit")]
[OutputType(typeof(CommitInfo))]
public sealed class GetOstreeCommitCommand : RepositoryCmdlet
{
    private const string RowType = "OstreePS.Core.Repository.History.CommitInfo#Row";

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Revision { get; set; }

    [Parameter]
    public SwitchParameter History { get; set; }

    [Parameter]
    public SwitchParameter CountNeeded { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var reader = new CommitReader(repository, port.Observer) { CountsNeeded = CountNeeded };
        if (Revision is null)
            await port.WriteAllAsync(reader.ReadTips(History, stop).Select(AsRow));
        else
            await port.ForEachAsync(Revision, revision => ShowAsync(reader, RevisionResolver.Resolve(repository, revision), port, stop));
    }

    private async Task ShowAsync(CommitReader reader, Checksum commit, PipelinePort port, CancellationToken stop)
    {
        if (History)
            await port.WriteAllAsync(reader.Walk(commit, stop).Select(AsRow));
        else
            await port.WriteAsync(reader.Read(commit));
    }

    // Of one commit all of it is wanted on the screen, of many a line each.
    private static PSObject AsRow(CommitInfo commit)
    {
        var row = new PSObject(commit);
        row.TypeNames.Insert(0, RowType);
        return row;
    }
}
