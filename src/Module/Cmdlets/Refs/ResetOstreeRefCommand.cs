using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Refs;

/// <summary>Points a ref at another commit.</summary>
[Cmdlet(VerbsCommon.Reset, "OstreeRef", SupportsShouldProcess = true)]
[OutputType(typeof(RefEntry))]
public sealed class ResetOstreeRefCommand : RepositoryCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RefCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = string.Empty;

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        Checksum commit = RevisionResolver.Resolve(repository, Revision);
        if (await port.ShouldProcessAsync($"{repository.Path} ({Name})", $"Point the ref at {commit}"))
            await port.WriteAsync(new RefEditor(repository).Reset(Name, commit, stop));
    }
}
