using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Removes a cookie of a remote.</summary>
[Cmdlet(VerbsCommon.Remove, "OstreeRemoteCookie", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveOstreeRemoteCookieCommand : RepositoryCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string Remote { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Domain { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 3, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = string.Empty;

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        if (await port.ShouldProcessAsync($"{repository.Path} ({Remote}, {Domain}{Path}, {Name})", "Remove cookie"))
            new CookieJar(repository, Remote).Remove(Domain, Path, Name);
    }
}
