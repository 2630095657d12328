using System.Management.Automation;
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
public sealed class AddOstreeSignatureCommand : SigningCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Revision { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public override string[] GpgSign { get; set; } = [];

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
        SignerParameters keys = KeysFor(SignType ?? SignatureEngine.Ed25519);
        if (keys.IsEmpty)
            throw new OstreeException(OstreeFault.InvalidOption, "There is no key to sign with.", commit.ToString(), "Give -GpgSign, -GpgKeyFile, -Sign or -SignFromFile, or a finished -Signature.");
        using OpenSigners signers = keys.Open();
        foreach (ISigner signer in signers.All)
            signatures.Add(commit, signer);
    }
}
