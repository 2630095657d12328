using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Signing;

namespace OstreePS.Core.Pull;

/// <summary>Refuses a commit that does not bear the signatures that the remote's settings demand.</summary>
internal sealed class SignatureGate(SignaturePolicy policy) : ICommitGate
{
    private readonly ConcurrentDictionary<string, byte> _signers = new(StringComparer.Ordinal);

    /// <summary>Who has signed what was admitted, such as <c>gpg 9A2C…</c>.</summary>
    internal IReadOnlyList<string> VerifiedBy => [.. _signers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Demands of a summary what the remote demands.</summary>
    internal void CheckSummary(ReadOnlyMemory<byte> summary, ReadOnlyMemory<byte>? signatures)
    {
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
        => Note(policy.VerifyCommit(checksum, ArrayOf(bytes), detached));

    private static byte[] ArrayOf(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToArray();

    private void Note(SignatureReport report)
    {
        if (report.HasGood)
            _signers.TryAdd(report.VerifiedBy, 0);
    }
}
