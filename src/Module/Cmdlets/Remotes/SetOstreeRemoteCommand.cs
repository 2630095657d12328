using System.Collections;
using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Changes a remote.</summary>
[Cmdlet(VerbsCommon.Set, "OstreeRemote", SupportsShouldProcess = true)]
[OutputType(typeof(Remote))]
public sealed class SetOstreeRemoteCommand : RemoteCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary? Option { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        List<KeyValuePair<string, object?>> options = [.. RemoteOptions.Read(Option)];
        return port.ForEachAsync(Name, async name =>
        {
            if (!await port.ShouldProcessAsync($"{repository.Path} ({name})", "Change remote"))
                return;
            Remote remote = new RemoteEditor(repository).Change(name, Url, options);
            if (PassThru)
                await port.WriteAsync(remote);
        });
    }
}
