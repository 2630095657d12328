using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Signatures;

/// <summary>Shows the signatures of commits, or of the summary, and what each is worth.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeSignature", DefaultParameterSetName = CommitSet)]
[OutputType(typeof(SignatureInfo))]
public sealed class GetOstreeSignatureCommand : SignatureCmdlet
{
    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        RequireSubject();
        IReadOnlyList<SignatureVerifier> verifiers = OpenVerifiers(repository);
        if ((Summary ? new SummaryFile(repository).Get() : InputObject) is { } summary)
        {
            await port.WriteAllAsync(Inspect(summary, verifiers).Signatures.Select(signature => signature with { Repository = repository.Path }));
            return;
        }

        var signatures = new CommitSignatures(repository);
        await port.ForEachAsync(Revision, revision => port.WriteAllAsync(signatures.Inspect(RevisionResolver.Resolve(repository, revision), verifiers).Signatures));
    }
}
