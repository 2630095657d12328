using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Core.Signing;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Signatures;

/// <summary>Makes a pair of keys for the engines ed25519 and spki.</summary>
[Cmdlet(VerbsCommon.New, "OstreeSigningKey", SupportsShouldProcess = true)]
[OutputType(typeof(SigningKeyFile))]
public sealed class NewOstreeSigningKeyCommand : OstreeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter]
    [Alias("Engine")]
    [ValidateSet(SignatureEngine.Ed25519, SignatureEngine.Spki)]
    public string SignType { get; set; } = SignatureEngine.Ed25519;

    [Parameter]
    public SigningKeyKind? Kind { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task RunAsync(PipelinePort port, CancellationToken stop)
    {
        if (!await port.ShouldProcessAsync(Path, $"Make a key of the engine '{SignType}'"))
            return;
        await port.WriteAsync(SigningKeyPair.Generate(SignType, Kind).Save(Path, Force));
    }
}
