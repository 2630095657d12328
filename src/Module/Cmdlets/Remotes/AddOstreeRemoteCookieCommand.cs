using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Adds a cookie that requests to a remote carry.</summary>
[Cmdlet(VerbsCommon.Add, "OstreeRemoteCookie", SupportsShouldProcess = true)]
[OutputType(typeof(Cookie))]
public sealed class AddOstreeRemoteCookieCommand : RepositoryCmdlet
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

    [Parameter(Mandatory = true, Position = 4, ValueFromPipelineByPropertyName = true)]
    public string Value { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        if (!await port.ShouldProcessAsync($"{repository.Path} ({Remote}, {Domain}{Path}, {Name})", "Add cookie"))
            return;
        Cookie cookie = new CookieJar(repository, Remote).Add(Domain, Path, Name, Value);
        if (PassThru)
            await port.WriteAsync(cookie);
    }
}
