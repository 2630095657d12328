using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Signing;

namespace OstreePS.Core.Pull.Gates;

/// <summary>Refuses a commit that does not bear the signatures that are demanded.</summary>
/// <param name="policy">What the remote's settings demand; null for nothing.</param>
/// <param name="ofRefs">What is demanded of some refs of collections in its place; null for nothing else.</param>
internal sealed class SignatureGate(SignaturePolicy? policy, IReadOnlyList<(RefKeyring Ref, SignaturePolicy Policy)>? ofRefs = null) : ICommitGate
{
    private readonly ConcurrentDictionary<string, byte> _signers = new(StringComparer.Ordinal);

    /// <summary>Who has signed what was admitted, such as <c>gpg 9A2C…</c>.</summary>
    internal IReadOnlyList<string> VerifiedBy => [.. _signers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether the summary needs a signature.</summary>
    internal bool DemandsSummary => policy is { DemandsSummary: true };

    /// <summary>Whether some commit needs a signature.</summary>
    internal bool DemandsCommit => policy is { DemandsCommit: true } || ofRefs is { Count: > 0 };

    /// <summary>What needs an OpenPGP signature, in upstream's words.</summary>
    internal string GpgState => (policy is { DemandsGpgSummary: true }, policy is { DemandsGpgCommit: true }) switch
    {
        (true, true) => "summary+commit",
        (true, false) => "summary-only",
        (false, true) => "commit",
        (false, false) => "disabled",
    };

    /// <summary>What needs a signature of another engine, in upstream's words.</summary>
    internal string SignState => policy is { DemandsSignCommit: true } ? "commit" : "disabled";

    /// <summary>Demands of a summary what the remote demands.</summary>
    internal void CheckSummary(ReadOnlyMemory<byte> summary, ReadOnlyMemory<byte>? signatures)
    {
        if (policy is null)
            return;
        if (summary.IsEmpty)
        {
            throw new OstreeException(
                OstreeFault.SummaryNotFound,
                $"The remote '{policy.Remote}' wants its summary to be signed, and has no summary.",
                policy.Remote,
                "Check the URL of the remote, or set gpg-verify-summary and sign-verify-summary of the remote to false.");
        }

        Note(policy.VerifySummary(ArrayOf(summary), signatures is { } bytes ? ArrayOf(bytes) : null));
    }

    public void Admit(in Checksum checksum, Commit commit, ReadOnlyMemory<byte> bytes, Variant? detached, PullRef? wanted)
    {
        if (PolicyOf(wanted) is { } demanded)
            Note(demanded.VerifyCommit(checksum, ArrayOf(bytes), detached));
    }

    // An ancestor is asked for by no ref, and is the remote's own matter.
    private SignaturePolicy? PolicyOf(PullRef? wanted) => wanted is null ? policy : ofRefs?.FirstOrDefault(pair => pair.Ref.Covers(wanted)).Policy ?? policy;

    private static byte[] ArrayOf(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToArray();

    private void Note(SignatureReport report)
    {
        if (report.HasGood)
            _signers.TryAdd(report.VerifiedBy, 0);
    }
}
