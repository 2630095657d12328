namespace OstreePS.Core.Signing;

/// <summary>The kind of a new key.</summary>
public enum SigningKeyKind
{
    /// <summary>Edwards curve 25519: small and fast; the only kind of the engine <c>ed25519</c>.</summary>
    Ed25519,

    /// <summary>Edwards curve 448: what stock OSTree's own tests use for <c>spki</c>.</summary>
    Ed448,

    /// <summary>RSA of 3072 bits.</summary>
    Rsa,

    /// <summary>ECDSA over NIST's curve P-256.</summary>
    NistP256,
}
