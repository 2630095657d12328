using System.Security;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Signing.Dummy;
using OstreePS.Core.Signing.Ed25519;
using OstreePS.Core.Signing.OpenPgp;
using OstreePS.Core.Signing.Spki;

namespace OstreePS.Core.Signing;

/// <summary>Opens secret keys.</summary>
public static class Signers
{
    /// <summary>A key as text: base64 of 64 bytes for <c>ed25519</c>, of PKCS #8 for <c>spki</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidSigningKey"/>.</exception>
    public static ISigner FromText(string engine, string text)
        => FromBytes(engine, string.Equals(engine, SignatureEngine.Dummy, StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(text) : LenientBase64.Decode(text));

    /// <summary>The keys of a file: a line of base64 each for <c>ed25519</c>, PEM with the label <c>PRIVATE KEY</c> for <c>spki</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidSigningKey"/>, or a fault of the file system.</exception>
    public static IReadOnlyList<ISigner> FromFile(string engine, string path)
    {
        ISigner[] signers = [.. KeyForm.Of(engine).ReadSecret(KeyText.ReadFile(path), path).Select(bytes => FromBytes(engine, bytes))];
        return signers.Length > 0 ? signers : throw new OstreeException(OstreeFault.InvalidSigningKey, $"'{path}' holds no secret key of the engine '{engine}'.", path, "New-OstreeSigningKey makes one.");
    }

    /// <summary>A key of the user's own GnuPG, which is run to sign.</summary>
    /// <param name="key">A fingerprint, key id or a part of a user id.</param>
    /// <param name="home">GnuPG's home directory; null for the user's.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.SigningKeyNotFound"/> or <see cref="OstreeFault.SigningFailed"/>.</exception>
    public static ISigner FromGnuPg(string key, string? home = null) => GnuPgSigner.Find(key, home);

    /// <summary>A secret OpenPGP key of a file, armoured or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Which key, when there are several; null for the only one.</param>
    /// <param name="passphrase">Its passphrase; null for none.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.SigningKeyNotFound"/>, <see cref="OstreeFault.SigningFailed"/>, or a fault of the file system.</exception>
    public static ISigner FromOpenPgpFile(string path, string? key = null, SecureString? passphrase = null) => OpenPgpFileSigner.Open(path, key, passphrase);

    /// <summary>Signs bytes with each of several keys.</summary>
    /// <param name="data">The bytes of a commit or a summary.</param>
    /// <param name="metadata">The <c>a{sv}</c> that the signatures are added to; null for an empty one.</param>
    /// <param name="signers">The keys.</param>
    /// <returns>The <c>a{sv}</c> with the signatures.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.SigningFailed"/>.</exception>
    public static Variant Sign(ReadOnlyMemory<byte> data, Variant? metadata, IEnumerable<ISigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        byte[] bytes = data.ToArray();
        return signers.Aggregate(metadata, (sofar, signer) => SignatureMetadata.Append(sofar, signer.Engine, signer.Sign(bytes))) ?? Variant.Dictionary([]);
    }

    private static ISigner FromBytes(string engine, byte[] bytes) => engine switch
    {
        SignatureEngine.Ed25519 => new Ed25519Signer(bytes),
        SignatureEngine.Spki => new SpkiSigner(bytes),
        SignatureEngine.Dummy => new DummySigner(bytes),
        _ => throw SignatureEngine.Unknown(engine),
    };
}
