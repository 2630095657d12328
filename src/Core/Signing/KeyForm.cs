using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing;

/// <summary>How an engine's keys are written in files and in the config.</summary>
internal sealed record KeyForm(string Engine, string Expected)
{
    private const int Ed25519Public = 32;

    internal static KeyForm Of(string engine) => engine switch
    {
        SignatureEngine.Ed25519 => new(engine, "A public key is 32 bytes in base64, one a line."),
        SignatureEngine.Spki => new(engine, "A public key is PEM with the label PUBLIC KEY in a file, and the base64 of that in the config."),
        SignatureEngine.Dummy => new(engine, "A key is a line of text."),
        _ => throw SignatureEngine.Unknown(engine),
    };

    internal IEnumerable<byte[]> ReadPublic(byte[] bytes, string path) => Read(bytes, "PUBLIC KEY", path);

    internal IEnumerable<byte[]> ReadSecret(byte[] bytes, string path) => Read(bytes, "PRIVATE KEY", path);

    internal byte[] FromText(string text)
    {
        byte[] key = string.Equals(Engine, SignatureEngine.Dummy, StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(text) : LenientBase64.Decode(text);
        return IsPlausible(key)
            ? key
            : throw new OstreeException(OstreeFault.InvalidSigningKey, $"'{text}' is not a public key of the engine '{Engine}': it has {key.Length} bytes.", text, Expected);
    }

    internal bool IsPlausible(byte[] key) => !string.Equals(Engine, SignatureEngine.Ed25519, StringComparison.Ordinal) || key.Length == Ed25519Public;

    private IEnumerable<byte[]> Read(byte[] bytes, string label, string path) => Engine switch
    {
        SignatureEngine.Ed25519 => KeyText.ReadBase64Lines(bytes, path),
        SignatureEngine.Spki => KeyText.ReadPemBlocks(bytes, label, path),
        _ => KeyText.ReadRawLines(bytes),
    };
}
