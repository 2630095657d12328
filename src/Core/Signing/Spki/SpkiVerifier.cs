using Org.BouncyCastle.Crypto;

namespace OstreePS.Core.Signing.Spki;

/// <summary>Judges the signatures of <c>ostree.sign.spki</c>.</summary>
internal sealed class SpkiVerifier(TrustedKeys keys) : PlainKeyVerifier(keys)
{
    private protected override bool Fits(byte[] data, byte[] signature, byte[] key)
    {
        AsymmetricKeyParameter parameters = SpkiKeys.ReadPublic(key);
        Org.BouncyCastle.Crypto.ISigner scheme = SpkiKeys.Scheme(parameters) ?? throw SpkiKeys.Unusable("public");
        try
        {
            scheme.Init(forSigning: false, parameters);
            scheme.BlockUpdate(data, 0, data.Length);
            return scheme.VerifySignature(signature);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or CryptoException or ArithmeticException)
        {
            // Numbers that no signature can hold are as good as a wrong signature.
            return false;
        }
    }

    private protected override string? Defect(byte[] signature)
        => signature.Length is > 0 and <= SpkiKeys.MaxBytes ? null : $"it has {signature.Length} bytes";

    private protected override string AlgorithmOf(byte[] key) => SpkiKeys.AlgorithmOf(SpkiKeys.ReadPublic(key));
}
