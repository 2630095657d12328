using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing;

/// <summary>Turns a report without a good signature into the fault that says why.</summary>
internal static class SignatureFault
{
    internal static OstreeException Missing(string subject, string engine) => new(
        OstreeFault.SignatureMissing,
        $"{Name(subject)} has no signature of the engine '{engine}', and one is demanded.",
        subject,
        $"Have it signed with {(IsSummary(subject) ? "Update-OstreeSummary" : "Add-OstreeSignature")}, or relax the remote's settings if what it offers needs no signature.");

    internal static OstreeException From(SignatureReport report)
    {
        string all = string.Join(" ", report.Signatures.Select(signature => signature.Reason).Distinct(StringComparer.Ordinal).Take(3));
        (OstreeFault fault, string remedy) = report.Signatures[^1].State switch
        {
            SignatureState.KeyMissing => (OstreeFault.SignatureUntrusted, "If you trust the signer, import the key with Import-OstreeRemoteKey or name it in the remote's settings."),
            SignatureState.Expired or SignatureState.KeyExpired => (OstreeFault.SignatureExpired, "Have it signed anew with a key that is valid, or import the key again if its end was put off."),
            SignatureState.Revoked => (OstreeFault.SignatureRevoked, "Do not use it: the signer has withdrawn the key. Have it signed anew with another key."),
            _ => (OstreeFault.SignatureInvalid, "Do not use it: it is not what was signed. Fetch it again from where it was made."),
        };
        return new OstreeException(fault, $"{Name(report.Subject)} has no good signature: {all}", report.Subject, remedy);
    }

    internal static string Name(string subject) => IsSummary(subject) ? "The summary" : $"Commit {subject}";

    private static bool IsSummary(string subject) => string.Equals(subject, "summary", StringComparison.Ordinal);
}
