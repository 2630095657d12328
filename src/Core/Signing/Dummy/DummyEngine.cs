using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing.Dummy;

/// <summary>The engine that signs nothing; stock OSTree's tests use it to follow the ways of a signature.</summary>
internal static class DummyEngine
{
    internal static void RequireEnabled()
    {
        if (!string.Equals(Environment.GetEnvironmentVariable("OSTREE_DUMMY_SIGN_ENABLED"), "1", StringComparison.Ordinal))
            throw new OstreeException(OstreeFault.NotSupported, "The engine 'dummy' protects nothing, and is for tests of OSTree only.", SignatureEngine.Dummy, "Use ed25519, spki or gpg.");
    }
}

/// <summary>Takes a signature for good that is the key itself.</summary>
internal sealed class DummyVerifier(TrustedKeys keys) : PlainKeyVerifier(keys)
{
    private protected override bool Fits(byte[] data, byte[] signature, byte[] key)
    {
        DummyEngine.RequireEnabled();
        return signature.AsSpan().SequenceEqual(key);
    }

    private protected override string? Defect(byte[] signature) => null;

    private protected override string AlgorithmOf(byte[] key) => "none";
}

/// <summary>Writes the key itself for a signature.</summary>
internal sealed class DummySigner : ISigner
{
    private readonly byte[] _key;

    internal DummySigner(byte[] key)
    {
        DummyEngine.RequireEnabled();
        _key = key;
    }

    public string Engine => SignatureEngine.Dummy;

    public string KeyName => Encoding.UTF8.GetString(_key);

    public byte[] Sign(byte[] data) => _key;

    public void Dispose() => Array.Clear(_key);
}
