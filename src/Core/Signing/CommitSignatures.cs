using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Signing;

/// <summary>The signatures of a commit of a repository, which stand in its detached metadata.</summary>
/// <param name="repository">The repository.</param>
public sealed class CommitSignatures(OstreeRepository repository)
{
    /// <summary>Signs a commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="signer">The key.</param>
    /// <exception cref="OstreeException">
    /// <see cref="OstreeFault.SigningFailed"/>, <see cref="OstreeFault.AlreadySigned"/>: it bears an OpenPGP signature of that key,
    /// <see cref="OstreeFault.ObjectNotFound"/>, or a fault of the file system.
    /// </exception>
    public void Add(Checksum commit, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        byte[] bytes = Load(commit);
        Variant? metadata = repository.Objects.LoadDetachedMetadata(commit);
        if (SignerCheck.HasSigned(metadata, signer))
        {
            throw new OstreeException(
                OstreeFault.AlreadySigned,
                $"Commit {commit} bears a signature of the key {signer.KeyName} already.",
                commit.ToString(),
                "Nothing is left to do; Remove-OstreeSignature takes the old one away if it is to be made anew.");
        }

        Write(commit, SignatureMetadata.Append(metadata, signer.Engine, signer.Sign(bytes)));
    }

    /// <summary>Adds a signature that was made elsewhere. It is not looked at.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="engine">The engine of the signature.</param>
    /// <param name="signature">Its bytes.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/>, or a fault of the file system.</exception>
    public void Add(Checksum commit, string engine, byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        _ = Load(commit);
        Write(commit, SignatureMetadata.Append(repository.Objects.LoadDetachedMetadata(commit), engine, signature));
    }

    /// <summary>Looks at a commit's signatures.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="verifiers">What looks at each engine's.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/>, or a key cannot be used.</exception>
    public SignatureReport Inspect(Checksum commit, IEnumerable<SignatureVerifier> verifiers)
    {
        ArgumentNullException.ThrowIfNull(verifiers);
        byte[] bytes = Load(commit);
        Variant? metadata = repository.Objects.LoadDetachedMetadata(commit);
        string subject = commit.ToString();
        SignatureReport report = verifiers.Aggregate(new SignatureReport(subject, []), (report, verifier) => report.With(verifier.Inspect(subject, bytes, metadata)));
        return report with { Signatures = [.. report.Signatures.Select(signature => signature with { Commit = subject, Repository = repository.Path })] };
    }

    /// <summary>Demands of a commit what a remote demands.</summary>
    /// <exception cref="OstreeException">As <see cref="SignaturePolicy.VerifyCommit"/>.</exception>
    public SignatureReport Verify(Checksum commit, SignaturePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.VerifyCommit(commit, Load(commit), repository.Objects.LoadDetachedMetadata(commit));
    }

    /// <summary>The raw signatures of an engine, in order.</summary>
    public IReadOnlyList<byte[]> Read(Checksum commit, string engine)
        => SignatureMetadata.Read(repository.Objects.LoadDetachedMetadata(commit), engine) ?? [];

    /// <summary>Takes signatures away.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="indexes">Their places among the signatures of the engine.</param>
    /// <returns>How many were taken away.</returns>
    /// <exception cref="OstreeException">A fault of the file system.</exception>
    public int Remove(Checksum commit, string engine, IReadOnlyCollection<int> indexes)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        Variant? metadata = repository.Objects.LoadDetachedMetadata(commit);
        IReadOnlyList<byte[]> all = SignatureMetadata.Read(metadata, engine) ?? [];
        byte[][] kept = [.. all.Where((_, index) => !indexes.Contains(index))];
        if (kept.Length < all.Count)
            Write(commit, SignatureMetadata.Replace(metadata, engine, kept));
        return all.Count - kept.Length;
    }

    private byte[] Load(Checksum commit) => repository.Objects.LoadMetadata(new ObjectName(commit, ObjectType.Commit));

    private void Write(Checksum commit, Variant metadata)
    {
        if (!repository.IsWritable)
            throw new OstreeException(OstreeFault.RepositoryReadOnly, $"The repository '{repository.Path}' cannot be written.", repository.Path, "Run as a user who may write it.");
        using IDisposable held = repository.Lock.Acquire(exclusive: false, CancellationToken.None);
        repository.Store.ReplaceDetachedMetadata(commit, metadata.ToNormalForm().Data.Span);
    }
}
