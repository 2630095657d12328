using OstreePS.Core.Diagnostics;
using OstreePS.Core.Signing.Ed25519;
using OstreePS.Core.Signing.Spki;

namespace OstreePS.Core.Signing;

/// <summary>A new pair of keys, as text that files and the config hold.</summary>
/// <param name="Engine"><c>ed25519</c> or <c>spki</c>.</param>
/// <param name="PublicKey">The public key in base64; what <c>verification-ENGINE-key</c> holds.</param>
/// <param name="SecretText">What the file of the secret key holds.</param>
/// <param name="PublicText">What the file of the public key holds.</param>
public sealed record SigningKeyPair(string Engine, string PublicKey, string SecretText, string PublicText)
{
    private const int LineLength = 64;

    /// <summary>Makes a pair of keys.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>: the engine has no such kind of keys.</exception>
    public static SigningKeyPair Generate(string engine, SigningKeyKind? kind = null)
    {
        switch (engine)
        {
            case SignatureEngine.Ed25519 when kind is null or SigningKeyKind.Ed25519:
                byte[] secret = Ed25519Signer.Generate();
                string text = Convert.ToBase64String(secret.AsSpan(secret.Length / 2));
                return new SigningKeyPair(engine, text, Convert.ToBase64String(secret) + "\n", text + "\n");
            case SignatureEngine.Spki:
                (byte[] own, byte[] shared) = SpkiSigner.Generate(kind ?? SigningKeyKind.Ed25519);
                return new SigningKeyPair(engine, Convert.ToBase64String(shared), Pem("PRIVATE KEY", own), Pem("PUBLIC KEY", shared));
            default:
                throw new OstreeException(OstreeFault.InvalidOption, $"Keys of the kind '{kind}' cannot be made for the engine '{engine}'.", engine, "Make keys of the engine ed25519 or spki here; OpenPGP keys with 'gpg --quick-generate-key'.");
        }
    }

    /// <summary>Writes both files; the one of the secret key is for its owner only.</summary>
    /// <param name="path">The file of the secret key; the public one has <c>.pub</c> behind.</param>
    /// <param name="force">Whether files that are there are replaced.</param>
    /// <returns>Where they are.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.AlreadyExists"/>, or a fault of the file system.</exception>
    public SigningKeyFile Save(string path, bool force)
    {
        string full = Path.GetFullPath(path);
        using Platform.DirectoryHandle directory = Platform.DirectoryHandle.Open(Path.GetDirectoryName(full) ?? "/");
        Write(directory, Path.GetFileName(full), SecretText, 0x180, force);
        Write(directory, Path.GetFileName(full) + ".pub", PublicText, 0x1A4, force);
        return new SigningKeyFile(Engine, full, full + ".pub", PublicKey);
    }

    private static void Write(Platform.DirectoryHandle directory, string name, string text, uint mode, bool force)
    {
        using Platform.AnonymousFile file = Platform.AnonymousFile.CreateIn(directory, mode);
        Platform.FileHandleExtensions.WriteAll(file.Handle, System.Text.Encoding.UTF8.GetBytes(text), directory.Child(name));
        if (force)
            file.PublishOver(directory, name);
        else if (!file.TryPublish(directory, name))
            throw new OstreeException(OstreeFault.AlreadyExists, $"'{directory.Child(name)}' exists.", directory.Child(name), "Choose another path, or replace the key with -Force.");
    }

    private static string Pem(string label, byte[] bytes)
    {
        IEnumerable<string> lines = Convert.ToBase64String(bytes).Chunk(LineLength).Select(chunk => new string(chunk));
        return $"-----BEGIN {label}-----\n{string.Join('\n', lines)}\n-----END {label}-----\n";
    }
}
