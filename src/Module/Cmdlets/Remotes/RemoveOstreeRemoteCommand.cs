using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Removes remotes.</summary>
[Cmdlet(VerbsCommon.Remove, "OstreeRemote", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveOstreeRemoteCommand : RemoteCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter IfExists { get; set; }

    protected override Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Name, async name =>
        {
            if (IfExists && new RemoteStore(repository).Find(name) is null)
                return;
            if (await port.ShouldProcessAsync($"{repository.Path} ({name})", "Remove remote"))
                new RemoteEditor(repository).Remove(name);
        });
}
