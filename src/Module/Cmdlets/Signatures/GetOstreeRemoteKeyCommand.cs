using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing.OpenPgp;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Signatures;

/// <summary>Lists the OpenPGP keys that are trusted for remotes.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeRemoteKey")]
[OutputType(typeof(OpenPgpKeyInfo))]
public sealed class GetOstreeRemoteKeyCommand : RemoteCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Remote { get; set; }

    [Parameter]
    public SwitchParameter Global { get; set; }

    protected override async Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var keyring = new RemoteKeyring(repository);
        var store = new RemoteStore(repository);
        if (Global)
            await port.WriteAllAsync(keyring.List(remote: null, port.Observer));
        if (Remote is not null)
            await port.ForEachAsync(Remote, remote => port.WriteAllAsync(keyring.List(store.Get(remote), port.Observer)));
        else if (!Global)
            await port.WriteAllAsync(store.List().SelectMany(remote => keyring.List(remote, port.Observer)));
    }
}
