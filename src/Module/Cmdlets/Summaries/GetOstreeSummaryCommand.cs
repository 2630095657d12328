using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository;
using OstreePS.Core.Summaries;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Summaries;

/// <summary>Reads the summary of a repository, or of one of its remotes.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeSummary", DefaultParameterSetName = WholeSet)]
[OutputType(typeof(Summary), ParameterSetName = [WholeSet])]
[OutputType(typeof(object), ParameterSetName = [KeySet])]
[OutputType(typeof(byte[]), ParameterSetName = [RawSet])]
public sealed class GetOstreeSummaryCommand : NetworkCmdlet
{
    private const string WholeSet = "Summary";
    private const string KeySet = "MetadataKey";
    private const string RawSet = "Raw";

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Remote { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [ValidateNotNullOrEmpty]
    public string[] MetadataKey { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = RawSet)]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter SkipSignatureCheck { get; set; }

    protected override async Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        Summary summary = Remote is null
            ? new SummaryFile(repository).Get()
            : await new RemoteCatalogue(repository, port.Observer).ReadSummaryAsync(Remote, Access, CacheDirectory, verify: !SkipSignatureCheck, stop);
        if (Raw)
        {
            await port.WriteAsync(summary.Bytes.ToArray());
            return;
        }

        if (MetadataKey.Length == 0)
        {
            await port.WriteAsync(summary);
            return;
        }

        await port.ForEachAsync(MetadataKey, async key => await port.WriteAsync(summary.Metadata.TryGetValue(key, out object? value) ? value : throw new OstreeException(
            OstreeFault.KeyNotFound,
            $"The summary of '{Remote ?? repository.Path}' has no metadata '{key}'.",
            key,
            $"It has {string.Join(", ", summary.Metadata.Keys)}.")));
    }
}
