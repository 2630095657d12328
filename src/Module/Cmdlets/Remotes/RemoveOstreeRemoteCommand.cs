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
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter IfExists { get; set; }

    protected override Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Name, async name =>
        {
            foreach (string remote in Find(repository, name))
            {
                if (await port.ShouldProcessAsync($"{repository.Path} ({remote})", "Remove remote"))
                    new RemoteEditor(repository).Remove(remote);
            }
        });

    private string[] Find(OstreeRepository repository, string name)
    {
        var store = new RemoteStore(repository);
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
            return [.. store.List().Select(remote => remote.Name).Where(pattern.IsMatch)];
        }

        return IfExists && store.Find(name) is null ? [] : [store.Get(name).Name];
    }
}
