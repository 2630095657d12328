using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Signatures;

/// <summary>Tells whether a commit, or the summary, is signed by a trusted key.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OstreeSignature", DefaultParameterSetName = CommitSet)]
[OutputType(typeof(bool))]
public sealed class TestOstreeSignatureCommand : SignatureCmdlet
{
    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        RequireSubject();

        // The settings of a remote say what it demands, unless keys are named that are to count instead.
        SignaturePolicy? policy = Remote is not null && InputObject is null && !NamesKeys ? SignaturePolicy.ForRemote(repository, new RemoteStore(repository).Get(Remote)) : null;
        IReadOnlyList<SignatureVerifier> verifiers = policy is null ? OpenVerifiers(repository) : [];
        if (InputObject is { } read)
            return AnswerAsync(() => Inspect(read, verifiers), port);
        if (Summary)
        {
            var file = new SummaryFile(repository);
            byte[] bytes = file.Get().Bytes.ToArray();
            return AnswerAsync(() => policy?.VerifySummary(bytes, file.ReadSignatures()) ?? SummarySignatures.Inspect(bytes, file.ReadSignatures(), verifiers), port);
        }

        var signatures = new CommitSignatures(repository);
        return port.ForEachAsync(Revision, revision =>
        {
            Core.Objects.Checksum commit = RevisionResolver.Resolve(repository, revision);
            return AnswerAsync(() => policy is null ? signatures.Inspect(commit, verifiers) : signatures.Verify(commit, policy), port);
        });
    }

    private static async Task AnswerAsync(Func<SignatureReport> judge, PipelinePort port)
    {
        SignatureVerdict verdict = SignatureVerdict.Of(judge);
        foreach (string reason in verdict.Reasons)
            await port.WriteVerboseAsync(reason);
        await port.WriteAsync(verdict.IsTrusted);
    }
}
