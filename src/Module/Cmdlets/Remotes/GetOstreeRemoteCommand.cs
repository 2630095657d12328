using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Lists the remotes of a repository.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeRemote")]
[OutputType(typeof(Remote))]
public sealed class GetOstreeRemoteCommand : RemoteCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    protected override Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var store = new RemoteStore(repository);
        return port.ForEachAsync(Name, async name =>
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name))
            {
                await port.WriteAsync(store.Get(name));
                return;
            }

            var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
            await port.WriteAllAsync(store.List().Where(remote => pattern.IsMatch(remote.Name)));
        });
    }
}
