using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Searching;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Trees;

/// <summary>Tells which commits brought, changed or removed a path.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeFileHistory")]
[OutputType(typeof(FileChange))]
public sealed class GetOstreeFileHistoryCommand : RepositoryCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PathInCommitCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        Checksum tip = RevisionResolver.Resolve(repository, Revision);
        return port.ForEachAsync(Path, path => port.WriteAllAsync(new FileHistory(repository, path, port.Observer).Walk(tip, stop)));
    }
}
