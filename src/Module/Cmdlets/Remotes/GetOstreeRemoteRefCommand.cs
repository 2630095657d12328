using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository;
using OstreePS.Core.Summaries;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Lists the refs that a remote offers.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeRemoteRef")]
[OutputType(typeof(SummaryRef))]
public sealed class GetOstreeRemoteRefCommand : NetworkCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RemoteName")]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Remote { get; set; } = [];

    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "*";

    protected override Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var pattern = WildcardPattern.Get(Name, WildcardOptions.CultureInvariant);
        return port.ForEachAsync(Remote, async remote =>
        {
            Summary summary = await new RemoteCatalogue(repository, port.Observer).ReadSummaryAsync(remote, Access, CacheDirectory, stop);
            SummaryRef[] found = [.. summary.Refs.Where(entry => pattern.IsMatch(entry.Name))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(Name))
                throw Missing(remote);
            await port.WriteAllAsync(found);
        });
    }

    private OstreeException Missing(string remote) => new(
        OstreeFault.RefNotFound,
        $"The remote '{remote}' has no ref '{Name}' in its summary.",
        Name,
        "Get-OstreeRemoteRef without a name lists the refs; wildcards such as 'os/*' match several.");
}
