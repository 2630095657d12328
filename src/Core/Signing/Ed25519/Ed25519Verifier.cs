using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace OstreePS.Core.Signing.Ed25519;

/// <summary>Judges the signatures of <c>ostree.sign.ed25519</c>: 64 bytes each, over the bytes themselves.</summary>
internal sealed class Ed25519Verifier(TrustedKeys keys) : PlainKeyVerifier(keys)
{
    private protected override bool Fits(byte[] data, byte[] signature, byte[] key)
        => Curve.Verify(signature, 0, key, 0, data, 0, data.Length);

    private protected override string? Defect(byte[] signature)
        => signature.Length == Curve.SignatureSize ? null : $"it has {signature.Length} bytes in place of {Curve.SignatureSize}";

    private protected override string AlgorithmOf(byte[] key) => "Ed25519";
}
