using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Lists the cookies that requests to a remote carry.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeRemoteCookie")]
[OutputType(typeof(Cookie))]
public sealed class GetOstreeRemoteCookieCommand : RepositoryCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Remote { get; set; } = [];

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Remote, remote => port.WriteAllAsync(new CookieJar(repository, remote).List()));
}
