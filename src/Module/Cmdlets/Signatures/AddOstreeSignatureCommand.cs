using System.Management.Automation;
using System.Security;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Signing;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Signatures;

/// <summary>Signs commits.</summary>
[Cmdlet(VerbsCommon.Add, "OstreeSignature", SupportsShouldProcess = true)]
[OutputType(typeof(SignatureInfo))]
public sealed class AddOstreeSignatureCommand : RepositoryCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Revision { get; set; } = [];

    [Parameter(Position = 1)]
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
    [Alias("Engine")]
    [ValidateSet(SignatureEngine.Gpg, SignatureEngine.Ed25519, SignatureEngine.Spki, SignatureEngine.Dummy)]
    public string? SignType { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public byte[]? Signature { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var signatures = new CommitSignatures(repository);
        await port.ForEachAsync(Revision, async revision =>
        {
            Checksum commit = RevisionResolver.Resolve(repository, revision);
            if (!await port.ShouldProcessAsync($"{repository.Path} ({commit})", "Sign commit"))
                return;
            if (Signature is not null)
                signatures.Add(commit, SignType ?? SignatureEngine.Gpg, Signature);
            else
                SignWithKeys(signatures, commit);
            if (PassThru)
                await port.WriteAllAsync(signatures.Inspect(commit, [Verifiers.OpenPgpOf(repository), Verifiers.Of(SignatureEngine.Ed25519), Verifiers.Of(SignatureEngine.Spki)]).Signatures);
        });
    }

    private void SignWithKeys(CommitSignatures signatures, Checksum commit)
    {
        var keys = new SignerParameters
        {
            GpgSign = GpgSign,
            GpgHomedir = GpgHomedir,
            GpgKeyFile = GpgKeyFile,
            Passphrase = Passphrase,
            Sign = Sign,
            SignFromFile = SignFromFile,
            SignType = SignType ?? SignatureEngine.Ed25519,
        };
        if (keys.IsEmpty)
            throw new OstreeException(OstreeFault.InvalidOption, "There is no key to sign with.", commit.ToString(), "Give -GpgSign, -GpgKeyFile, -Sign or -SignFromFile, or a finished -Signature.");
        foreach (ISigner signer in keys.Open())
        {
            using (signer)
                signatures.Add(commit, signer);
        }
    }
}
