namespace OstreePS.Core.Signing;

/// <summary>One signature, and what it is worth.</summary>
public sealed record SignatureInfo
{
    /// <summary>The engine: <c>gpg</c>, <c>ed25519</c>, <c>spki</c> or <c>dummy</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Its place among the signatures of its engine, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What it is worth.</summary>
    public required SignatureState State { get; init; }

    /// <summary>Why it is worth that, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether it makes what it signs trusted.</summary>
    public bool IsGood => State == SignatureState.Good;

    /// <summary>The key that made it: the last 16 digits of an OpenPGP fingerprint, or a public key in hexadecimal; null when that cannot be told.</summary>
    public string? KeyId { get; init; }

    /// <summary>The fingerprint of the key or subkey that made it; null when it is not known.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The fingerprint of the primary key; the same as <see cref="Fingerprint"/> unless a subkey signed.</summary>
    public string? PrimaryFingerprint { get; init; }

    /// <summary>The primary user id of the key; null when it has none or is not known.</summary>
    public string? UserId { get; init; }

    /// <summary>The algorithm of the key, as GnuPG names it: <c>RSA</c>, <c>DSA</c>, <c>ECDSA</c>, <c>EdDSA</c>.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The digest that was signed, as GnuPG names it: <c>SHA256</c>.</summary>
    public string? HashAlgorithm { get; init; }

    /// <summary>When it was made; null when its engine does not note that.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When the key that made it ends; null for never.</summary>
    public DateTimeOffset? KeyExpires { get; init; }

    /// <summary>When the primary key ends; null for never.</summary>
    public DateTimeOffset? PrimaryKeyExpires { get; init; }

    /// <summary>The commit that it is of; null for a summary's.</summary>
    public string? Commit { get; init; }

    /// <summary>The path of the repository that has it; null for one that came from elsewhere.</summary>
    public string? Repository { get; init; }

    /// <summary>Engine, key and state on one line.</summary>
    public override string ToString() => $"{Engine} {KeyId ?? "(unknown key)"}: {State}";
}
