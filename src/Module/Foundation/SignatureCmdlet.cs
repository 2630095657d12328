using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;

namespace OstreePS.Foundation;

/// <summary>A cmdlet that looks at signatures, and is told which keys are trusted.</summary>
public abstract class SignatureCmdlet : RepositoryCmdlet
{
    private protected const string CommitSet = "Commit";
    private protected const string SummarySet = "Summary";

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = CommitSet)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Revision { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = SummarySet)]
    public SwitchParameter Summary { get; set; }

    // In the set of commits: an object from the pipeline names its repository as well, which makes the binder stay there.
    [Parameter(ValueFromPipeline = true, ParameterSetName = CommitSet)]
    [ValidateNotNull]
    public Summary? InputObject { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Remote { get; set; }

    [Parameter]
    [Alias("Engine")]
    [ValidateSet(SignatureEngine.Gpg, SignatureEngine.Ed25519, SignatureEngine.Spki, SignatureEngine.Dummy)]
    public string[]? SignType { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Key { get; set; }

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? KeysFile { get; set; }

    [Parameter]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? KeysDir { get; set; }

    [Parameter]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpgHomedir { get; set; }

    private protected sealed override string? Place => Repository is null ? InputObject?.Repository : null;

    private protected void RequireSubject()
    {
        if (!Summary && InputObject is null && Revision.Length == 0)
            throw new OstreeException(OstreeFault.InvalidOption, "Nothing was named whose signatures are to be looked at.", "Revision", "Name a commit, or give -Summary, or a summary that Get-OstreeSummary has read.");
    }

    private protected bool NamesKeys => Key is not null || KeysFile is not null || KeysDir is not null || GpgHomedir is not null || SignType is not null;

    private protected IReadOnlyList<SignatureVerifier> OpenVerifiers(OstreeRepository repository)
    {
        Remote? remote = (Remote ?? InputObject?.Remote) is { } name ? new RemoteStore(repository).Get(name) : null;
        string[] engines = SignType ?? (Key is not null || KeysFile is not null || KeysDir is not null
            ? [SignatureEngine.Ed25519]
            : GpgHomedir is not null ? [SignatureEngine.Gpg] : [SignatureEngine.Gpg, SignatureEngine.Ed25519, SignatureEngine.Spki]);
        if (Key is not null && engines is not [not SignatureEngine.Gpg])
            throw new OstreeException(OstreeFault.InvalidOption, "A key as text is of one engine: ed25519, spki or dummy.", "Key", "Name it with -SignType; OpenPGP keys are read from -KeysFile or -GpgHomedir.");
        return [.. engines.Select(engine => string.Equals(engine, SignatureEngine.Gpg, StringComparison.Ordinal) ? OpenGpg(repository, remote) : Open(engine, remote))];
    }

    /// <summary>What the signatures of a summary that was read elsewhere are worth.</summary>
    private protected static SignatureReport Inspect(Summary summary, IReadOnlyList<SignatureVerifier> verifiers)
        => SummarySignatures.Inspect(summary.Bytes.ToArray(), summary.Signatures?.ToArray(), verifiers);

    private SignatureVerifier OpenGpg(OstreeRepository repository, Remote? remote)
    {
        if ((GpgHomedir ?? KeysFile) is { } path)
            return Verifiers.OpenPgpOf([path]);
        return remote is null ? Verifiers.OpenPgpOf(repository) : Verifiers.OpenPgpOf(repository, remote);
    }

    private SignatureVerifier Open(string engine, Remote? remote)
    {
        if (Key is not null)
            return Verifiers.Of(TrustedKeys.FromText(engine, Key));
        if (KeysFile is not null)
            return Verifiers.Of(TrustedKeys.FromFile(engine, KeysFile));
        if (KeysDir is not null)
            return Verifiers.Of(TrustedKeys.FromDirectories(engine, KeysDir));
        return remote is null ? Verifiers.Of(engine) : Verifiers.Of(remote, engine);
    }
}
