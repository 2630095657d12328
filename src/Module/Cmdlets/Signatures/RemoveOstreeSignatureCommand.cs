using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Signing;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Signatures;

/// <summary>Takes signatures of commits away.</summary>
[Cmdlet(VerbsCommon.Remove, "OstreeSignature", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = KeySet)]
[OutputType(typeof(void))]
public sealed class RemoveOstreeSignatureCommand : RepositoryCmdlet
{
    private const string KeySet = "Key";
    private const string IndexSet = "Index";
    private const string AllSet = "All";

    private static readonly string[] s_engines = [SignatureEngine.Gpg, SignatureEngine.Ed25519, SignatureEngine.Spki, SignatureEngine.Dummy];

    private readonly List<(OstreeRepository Repository, Checksum Commit, string Engine, int Index)> _chosen = [];

    private bool _namesEngine;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeySet)]
    [ValidateNotNullOrEmpty]
    public string[] KeyId { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = IndexSet, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    public int[] Index { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Engine")]
    [ValidateSet(SignatureEngine.Gpg, SignatureEngine.Ed25519, SignatureEngine.Spki, SignatureEngine.Dummy)]
    public string SignType { get; set; } = SignatureEngine.Gpg;

    [Parameter(ParameterSetName = KeySet)]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpgHomedir { get; set; }

    protected override void Bind()
    {
        base.Bind();
        _namesEngine = MyInvocation.BoundParameters.ContainsKey(nameof(SignType));
    }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        Checksum commit = RevisionResolver.Resolve(repository, Revision);
        var signatures = new CommitSignatures(repository);
        if (All)
        {
            foreach (string engine in _namesEngine ? [SignType] : s_engines)
                _chosen.AddRange(Enumerable.Range(0, signatures.Read(commit, engine).Count).Select(index => (repository, commit, engine, index)));
            return;
        }

        int[] indexes = Index.Length > 0 ? Index : [.. Find(signatures, repository, commit)];
        if (indexes.Length == 0)
            await port.WriteWarningAsync($"Commit {commit} bears no signature of {string.Join(", ", KeyId)}, engine '{SignType}'.");
        _chosen.AddRange(indexes.Select(index => (repository, commit, SignType, index)));
    }

    // A signature's place counts only while none before it is taken away, so all of a commit go at once, at the end.
    protected override async Task FinishAsync(PipelinePort port, CancellationToken stop)
    {
        foreach (var group in _chosen.GroupBy(item => (item.Repository, item.Commit, item.Engine)))
        {
            int[] indexes = [.. group.Select(item => item.Index).Distinct()];
            if (!await port.ShouldProcessAsync($"{group.Key.Repository.Path} ({group.Key.Commit})", $"Remove {indexes.Length} signature(s) of the engine '{group.Key.Engine}'"))
                continue;
            int removed = new CommitSignatures(group.Key.Repository).Remove(group.Key.Commit, group.Key.Engine, indexes);
            await port.WriteVerboseAsync($"Removed {removed} signatures of the engine '{group.Key.Engine}' from {group.Key.Commit}.");
        }
    }

    private IEnumerable<int> Find(CommitSignatures signatures, OstreeRepository repository, Checksum commit)
    {
        bool isGpg = string.Equals(SignType, SignatureEngine.Gpg, StringComparison.Ordinal);
        SignatureVerifier verifier = isGpg
            ? GpgHomedir is null ? Verifiers.OpenPgpOf(repository) : Verifiers.OpenPgpOf([GpgHomedir], withGlobal: true)
            : Verifiers.Of(TrustedKeys.FromText(SignType, KeyId));
        return signatures.Inspect(commit, [verifier]).Signatures
            .Where(signature => isGpg ? KeyId.Any(key => Means(key, signature)) : signature.IsGood)
            .Select(signature => signature.Index);
    }

    private static bool Means(string key, SignatureInfo signature)
    {
        string digits = key.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? key[2..] : key.Replace(" ", string.Empty, StringComparison.Ordinal);
        return digits.Length is 8 or 16 or 40 && digits.All(char.IsAsciiHexDigit)
            ? ((string?[])[signature.Fingerprint, signature.PrimaryFingerprint, signature.KeyId]).Any(id => id?.EndsWith(digits, StringComparison.OrdinalIgnoreCase) == true)
            : signature.UserId?.Contains(key, StringComparison.OrdinalIgnoreCase) == true;
    }
}
