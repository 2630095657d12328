namespace OstreePS.Core.Signing;

/// <summary>All signatures of a commit or a summary that were looked at, and whether they make it trusted.</summary>
/// <param name="Subject">What is signed: the checksum of a commit, or <c>summary</c>.</param>
/// <param name="Signatures">The signatures, engine by engine.</param>
public sealed record SignatureReport(string Subject, IReadOnlyList<SignatureInfo> Signatures)
{
    /// <summary>The engines that were asked, in order.</summary>
    public IReadOnlyList<string> Engines { get; init; } = [];

    /// <summary>Whether at least one signature is good.</summary>
    public bool HasGood => Signatures.Any(signature => signature.IsGood);

    /// <summary>The good signatures as text, such as <c>gpg 9A2C…</c>; empty when there are none.</summary>
    public string VerifiedBy => string.Join(", ", Signatures.Where(signature => signature.IsGood).Select(signature => $"{signature.Engine} {signature.KeyId}").Distinct(StringComparer.Ordinal));

    /// <summary>Two reports on the same thing in one.</summary>
    public SignatureReport With(SignatureReport other) => this with { Signatures = [.. Signatures, .. other.Signatures], Engines = [.. Engines, .. other.Engines] };
}
