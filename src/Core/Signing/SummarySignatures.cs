using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Signing;

/// <summary>The signatures of a summary: <c>summary.sig</c>, an <c>a{sv}</c> of a list for each engine.</summary>
public static class SummarySignatures
{
    /// <summary>Reads <c>summary.sig</c>; null for no bytes.</summary>
    public static Variant? Parse(byte[]? bytes) => bytes is null or { Length: 0 } ? null : Variant.FromBytes(VariantType.VarDict, bytes);

    /// <summary>Signs a summary.</summary>
    /// <param name="summary">The bytes of the summary.</param>
    /// <param name="signatures">Signatures of the same bytes to keep, as <c>summary.sig</c> holds them; null for none.</param>
    /// <param name="signers">The keys, each of which adds one signature.</param>
    /// <returns>The bytes of <c>summary.sig</c>.</returns>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.SigningFailed"/>.</exception>
    public static byte[] Sign(byte[] summary, byte[]? signatures, IEnumerable<ISigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        return Signers.Sign(summary, Parse(signatures), signers).ToNormalForm().Data.ToArray();
    }

    /// <summary>Looks at the signatures of a summary.</summary>
    public static SignatureReport Inspect(byte[] summary, byte[]? signatures, IEnumerable<SignatureVerifier> verifiers)
    {
        ArgumentNullException.ThrowIfNull(verifiers);
        Variant? metadata = Parse(signatures);
        return verifiers.Aggregate(new SignatureReport("summary", []), (report, verifier) => report.With(verifier.Inspect("summary", summary, metadata)));
    }
}
