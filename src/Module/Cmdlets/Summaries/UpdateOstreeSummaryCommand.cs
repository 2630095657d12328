using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Core.Repository;
using OstreePS.Core.Summaries;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Summaries;

/// <summary>Writes the summary of a repository anew.</summary>
[Cmdlet(VerbsData.Update, "OstreeSummary", SupportsShouldProcess = true)]
[OutputType(typeof(Summary))]
public sealed class UpdateOstreeSummaryCommand : RepositoryCmdlet
{
    [Parameter]
    [VariantEntriesArgument]
    [ValidateNotNull]
    public VariantEntries? Metadata { get; set; }

    [Parameter]
    [TimestampArgument]
    public DateTimeOffset? Expires { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var options = new SummaryOptions { Metadata = Metadata?.ToVariants() ?? [], Expires = Expires };
        if (!await port.ShouldProcessAsync(repository.Path, "Write the summary"))
            return;
        Summary summary = new SummaryFile(repository).Update(options, stop);
        if (PassThru)
            await port.WriteAsync(summary);
    }
}
