using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Signing;

/// <summary>Judges the signatures of one engine with the keys that it was given. May be used from several threads.</summary>
public abstract class SignatureVerifier
{
    private protected SignatureVerifier(string engine) => Engine = engine;

    /// <summary>The engine, such as <c>ed25519</c>.</summary>
    public string Engine { get; }

    /// <summary>Looks at every signature of the engine.</summary>
    /// <param name="subject">What is signed, for the report.</param>
    /// <param name="data">The bytes of the commit or of the summary.</param>
    /// <param name="metadata">The <c>a{sv}</c> with the signatures; null for none.</param>
    /// <returns>The report; no good signature is no error here.</returns>
    /// <exception cref="OstreeException">A key cannot be used.</exception>
    public SignatureReport Inspect(string subject, byte[] data, Variant? metadata)
        => new(subject, SignatureMetadata.Read(metadata, Engine) is { } signatures ? Look(data, signatures) : []) { Engines = [Engine] };

    /// <summary>Demands at least one good signature of the engine.</summary>
    /// <exception cref="OstreeException">
    /// <see cref="OstreeFault.SignatureMissing"/>, <see cref="OstreeFault.SignatureUntrusted"/>, <see cref="OstreeFault.SignatureExpired"/>,
    /// <see cref="OstreeFault.SignatureRevoked"/> or <see cref="OstreeFault.SignatureInvalid"/>, by the last signature, which is likely the newest.
    /// </exception>
    public SignatureReport Verify(string subject, byte[] data, Variant? metadata)
    {
        if (SignatureMetadata.Read(metadata, Engine) is not { Count: > 0 } signatures)
            throw SignatureFault.Missing(subject, Engine);
        var report = new SignatureReport(subject, Judge(data, signatures)) { Engines = [Engine] };
        return report.HasGood ? report : throw SignatureFault.From(report);
    }

    // Where no key is trusted at all, each signature is still there to be seen.
    private IReadOnlyList<SignatureInfo> Look(byte[] data, IReadOnlyList<byte[]> signatures)
    {
        try
        {
            return Judge(data, signatures);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.SignatureUntrusted)
        {
            return [.. signatures.Select((_, index) => new SignatureInfo { Engine = Engine, Index = index, State = SignatureState.KeyMissing, Reason = e.Message })];
        }
    }

    /// <summary>Judges signatures, in their order.</summary>
    private protected abstract IReadOnlyList<SignatureInfo> Judge(byte[] data, IReadOnlyList<byte[]> signatures);
}
