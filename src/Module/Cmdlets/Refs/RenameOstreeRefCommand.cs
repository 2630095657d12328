using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Refs;

/// <summary>Gives a ref another name.</summary>
[Cmdlet(VerbsCommon.Rename, "OstreeRef", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(RefEntry))]
public sealed class RenameOstreeRefCommand : RepositoryCmdlet
{
    private const string NameSet = "Name";
    private const string ObjectSet = "InputObject";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(AnyRefCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public RefEntry? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RefCompleter))]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        RefAddress address = InputObject is null ? RefAddress.Parse(Name) : RefAddress.Of(InputObject);
        if (await port.ShouldProcessAsync($"{repository.Path} ({address})", $"Rename the ref to {NewName}"))
            await port.WriteAsync(new RefEditor(repository).Rename(address, NewName, Force, stop));
    }
}
