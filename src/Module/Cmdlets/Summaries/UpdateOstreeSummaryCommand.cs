using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Summaries;

/// <summary>Writes the summary of a repository anew.</summary>
[Cmdlet(VerbsData.Update, "OstreeSummary", SupportsShouldProcess = true)]
[OutputType(typeof(Summary))]
public sealed class UpdateOstreeSummaryCommand : SigningCmdlet
{
    [Parameter]
    [VariantEntriesArgument]
    [ValidateNotNull]
    public VariantEntries? Metadata { get; set; }

    [Parameter]
    [TimestampArgument]
    public DateTimeOffset? Expires { get; set; }

    [Parameter]
    [ValidateSet(SignatureEngine.Ed25519, SignatureEngine.Spki, SignatureEngine.Dummy)]
    public string SignType { get; set; } = SignatureEngine.Ed25519;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        using OpenSigners signers = KeysFor(SignType).Open();
        var options = new SummaryOptions
        {
            Metadata = Metadata?.ToVariants() ?? [],
            Expires = Expires,
            Observer = port.Observer,
            Sign = signers.All.Count == 0 ? null : bytes => Signers.Sign(bytes, metadata: null, signers.All),
        };
        if (!await port.ShouldProcessAsync(repository.Path, "Write the summary"))
            return;
        Summary summary = new SummaryFile(repository).Update(options, stop);
        if (PassThru)
            await port.WriteAsync(summary);
    }
}
