using System.Management.Automation;
using System.Security;
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
    [ValidateNotNullOrEmpty]
    public string[] GpgSign { get; set; } = [];

    [Parameter]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpgHomedir { get; set; }

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? GpgKeyFile { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Sign { get; set; } = [];

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string[] SignFromFile { get; set; } = [];

    [Parameter]
    [ValidateSet(SignatureEngine.Ed25519, SignatureEngine.Spki, SignatureEngine.Dummy)]
    public string SignType { get; set; } = SignatureEngine.Ed25519;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        IReadOnlyList<ISigner> signers = new SignerParameters
        {
            GpgSign = GpgSign,
            GpgHomedir = GpgHomedir,
            GpgKeyFile = GpgKeyFile,
            Passphrase = Passphrase,
            Sign = Sign,
            SignFromFile = SignFromFile,
            SignType = SignType,
        }.Open();
        var options = new SummaryOptions
        {
            Metadata = Metadata?.ToVariants() ?? [],
            Expires = Expires,
            Sign = signers.Count == 0 ? null : bytes => Signers.Sign(bytes, metadata: null, signers),
        };
        if (!await port.ShouldProcessAsync(repository.Path, "Write the summary"))
            return;
        Summary summary = new SummaryFile(repository).Update(options, stop);
        if (PassThru)
            await port.WriteAsync(summary);
    }
}
