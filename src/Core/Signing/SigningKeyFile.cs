namespace OstreePS.Core.Signing;

/// <summary>A pair of keys in files.</summary>
/// <param name="Engine"><c>ed25519</c> or <c>spki</c>.</param>
/// <param name="Path">The file of the secret key, which only its owner can read.</param>
/// <param name="PublicPath">The file of the public key; what <c>verification-ENGINE-file</c> names.</param>
/// <param name="PublicKey">The public key in base64; what <c>verification-ENGINE-key</c> holds.</param>
public sealed record SigningKeyFile(string Engine, string Path, string PublicPath, string PublicKey);
