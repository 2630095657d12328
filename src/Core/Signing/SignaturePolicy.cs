using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Signing;

/// <summary>What a remote's settings demand of its commits and of its summary. May be used from several threads.</summary>
/// <remarks>
/// <c>gpg-verify</c> (true) and <c>gpg-verify-summary</c> (false) demand a good OpenPGP signature; <c>sign-verify</c> and
/// <c>sign-verify-summary</c> (both off) a good one of any engine of a list, or of any engine at all when they are true. Where
/// both kinds are on, each must pass. The keys of the latter are those of <c>verification-ENGINE-key</c> and
/// <c>verification-ENGINE-file</c>; without any, those of the system's directories.
/// </remarks>
public sealed class SignaturePolicy
{
    private const string Summary = "summary";

    private readonly Lazy<SignatureVerifier> _gpg;
    private readonly bool _gpgCommits;
    private readonly bool _gpgSummary;
    private readonly IReadOnlyList<SignatureVerifier>? _signCommits;
    private readonly IReadOnlyList<SignatureVerifier>? _signSummary;

    private SignaturePolicy(OstreeRepository repository, Remote remote, SignatureDemands demands)
    {
        Remote = remote.Name;
        _gpg = new Lazy<SignatureVerifier>(() => Verifiers.OpenPgpOf(repository, remote));
        _gpgCommits = demands.Gpg ?? remote.GpgVerify;
        _gpgSummary = demands.GpgSummary ?? remote.GpgVerifySummary;
        _signCommits = demands.Sign ? EnginesOf(remote, remote.SignVerify) : null;
        _signSummary = demands.SignSummary ? EnginesOf(remote, remote.SignVerifySummary) : null;
    }

    /// <summary>The remote.</summary>
    public string Remote { get; }

    /// <summary>Whether a commit needs a signature.</summary>
    public bool DemandsCommit => _gpgCommits || _signCommits is not null;

    /// <summary>Whether the summary needs a signature.</summary>
    public bool DemandsSummary => _gpgSummary || _signSummary is not null;

    /// <summary>Whether commits need an OpenPGP signature; <c>gpg-verify</c>.</summary>
    public bool DemandsGpgCommit => _gpgCommits;

    /// <summary>Whether commits need a signature of another engine than OpenPGP; <c>sign-verify</c>.</summary>
    public bool DemandsSignCommit => _signCommits is not null;

    /// <summary>Whether the summary needs an OpenPGP signature; <c>gpg-verify-summary</c>.</summary>
    public bool DemandsGpgSummary => _gpgSummary;

    /// <summary>The policy of a remote, with the keys of <c>sign-verify</c> loaded.</summary>
    /// <param name="repository">The repository that has the remote.</param>
    /// <param name="remote">The remote.</param>
    /// <param name="demands">What the caller changes of the settings; null for nothing.</param>
    /// <exception cref="OstreeException">
    /// <see cref="OstreeFault.InvalidSigningKey"/>: a key cannot be read; <see cref="OstreeFault.SignatureUntrusted"/>: an engine is
    /// named that has no key; <see cref="OstreeFault.InvalidOption"/>: one that is not known; <see cref="OstreeFault.InvalidConfig"/>.
    /// </exception>
    public static SignaturePolicy ForRemote(OstreeRepository repository, Remote remote, SignatureDemands? demands = null)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(remote);
        return new SignaturePolicy(repository, remote, demands ?? new SignatureDemands());
    }

    /// <summary>Demands of a commit what the remote demands.</summary>
    /// <param name="commit">Its checksum, for messages; that the bytes have it is the caller's to check.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="detached">Its detached metadata; null for none.</param>
    /// <returns>What was verified; without signatures when nothing is demanded.</returns>
    /// <exception cref="OstreeException">
    /// <see cref="OstreeFault.SignatureMissing"/>, <see cref="OstreeFault.SignatureUntrusted"/>, <see cref="OstreeFault.SignatureExpired"/>,
    /// <see cref="OstreeFault.SignatureRevoked"/> or <see cref="OstreeFault.SignatureInvalid"/>.
    /// </exception>
    public SignatureReport VerifyCommit(Checksum commit, ReadOnlyMemory<byte> bytes, Variant? detached)
        => Verify(commit.ToString(), ToArray(bytes), detached, _gpgCommits, _signCommits);

    /// <summary>Demands of a summary what the remote demands.</summary>
    /// <param name="summary">Its bytes.</param>
    /// <param name="signatures">The bytes of <c>summary.sig</c>; null or empty for none.</param>
    /// <returns>What was verified; without signatures when nothing is demanded.</returns>
    /// <exception cref="OstreeException">As for <see cref="VerifyCommit"/>.</exception>
    public SignatureReport VerifySummary(byte[] summary, byte[]? signatures)
        => Verify(Summary, summary, SummarySignatures.Parse(signatures), _gpgSummary, _signSummary);

    private SignatureReport Verify(string subject, byte[] bytes, Variant? metadata, bool gpg, IReadOnlyList<SignatureVerifier>? sign)
    {
        var report = new SignatureReport(subject, []);
        if (gpg)
            report = report.With(_gpg.Value.Verify(subject, bytes, metadata));
        if (sign is not null)
            report = report.With(VerifyAny(subject, bytes, metadata, sign));
        return report;
    }

    private static byte[] ToArray(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count ? segment.Array : bytes.ToArray();

    private static SignatureReport VerifyAny(string subject, byte[] bytes, Variant? metadata, IReadOnlyList<SignatureVerifier> engines)
    {
        OstreeException? missing = null;
        OstreeException? first = null;
        foreach (SignatureVerifier engine in engines)
        {
            try
            {
                return engine.Verify(subject, bytes, metadata);
            }
            catch (OstreeException e) when (e.Fault == OstreeFault.SignatureMissing)
            {
                missing ??= e;
            }
            catch (OstreeException e)
            {
                first ??= e;
            }
        }

        throw first ?? missing!;
    }

    private static List<SignatureVerifier>? EnginesOf(Remote remote, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return null;
        bool any = names is ["true"];
        return [.. (any ? SignatureEngine.Named : names).Select(engine => Verifiers.Of(KeysOf(remote, engine, required: !any)))];
    }

    internal static TrustedKeys KeysOf(Remote remote, string engine, bool required)
    {
        var keys = new TrustedKeys(KeyForm.Of(engine));
        string? file = remote.Text($"verification-{engine}-file");
        string? text = remote.Text($"verification-{engine}-key");
        if (file is null && text is null && required)
        {
            throw new OstreeException(
                OstreeFault.SignatureUntrusted,
                $"The remote '{remote.Name}' demands signatures of the engine '{engine}', and names no key for it.",
                remote.Name,
                $"Set verification-{engine}-key or verification-{engine}-file with Set-OstreeRemote.");
        }

        if (file is not null)
            keys.AddFile(file);
        if (text is not null)
            keys.AddText(text);
        return keys;
    }
}
