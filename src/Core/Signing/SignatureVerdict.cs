using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing;

/// <summary>Yes or no, and why.</summary>
/// <param name="IsTrusted">Whether what was looked at is signed as demanded.</param>
/// <param name="Reasons">Why, in sentences.</param>
public sealed record SignatureVerdict(bool IsTrusted, IReadOnlyList<string> Reasons)
{
    /// <summary>Asks for a report, and takes a report with a good signature for yes.</summary>
    /// <param name="judge">Gives the report, or throws what <see cref="SignaturePolicy.VerifyCommit"/> throws.</param>
    /// <exception cref="OstreeException">A fault that is not about what a signature is worth.</exception>
    public static SignatureVerdict Of(Func<SignatureReport> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        try
        {
            SignatureReport report = judge();
            return new SignatureVerdict(report.HasGood, [.. report.Signatures.Select(signature => signature.Reason)]);
        }
        catch (OstreeException e) when (e.Fault is OstreeFault.SignatureMissing or OstreeFault.SignatureUntrusted or OstreeFault.SignatureExpired or OstreeFault.SignatureRevoked or OstreeFault.SignatureInvalid)
        {
            return new SignatureVerdict(IsTrusted: false, [e.Message]);
        }
    }
}
