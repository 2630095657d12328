using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Refs;

/// <summary>Tells the checksums that revisions stand for.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "OstreeRevision", DefaultParameterSetName = RevisionSet)]
[OutputType(typeof(string))]
public sealed class ResolveOstreeRevisionCommand : RepositoryCmdlet
{
    private const string RevisionSet = "Revision";
    private const string SingleSet = "Single";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RevisionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Revision { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = SingleSet)]
    public SwitchParameter Single { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        if (Single)
            await port.WriteAsync(RevisionResolver.ResolveSingle(repository).ToString());
        else
            await port.ForEachAsync(Revision, async revision => await port.WriteAsync(RevisionResolver.Resolve(repository, revision).ToString()));
    }
}
