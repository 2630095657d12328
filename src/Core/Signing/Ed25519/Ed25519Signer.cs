using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace OstreePS.Core.Signing.Ed25519;

/// <summary>A secret ed25519 key in upstream's form: 64 bytes, the seed and then the public key.</summary>
internal sealed class Ed25519Signer : ISigner
{
    internal static readonly int SecretSize = Curve.SecretKeySize + Curve.PublicKeySize;

    private readonly byte[] _secret;

    internal Ed25519Signer(byte[] secret)
    {
        if (secret.Length != SecretSize)
        {
            throw new OstreeException(
                OstreeFault.InvalidSigningKey,
                $"An ed25519 secret key has {SecretSize} bytes, and this has {secret.Length}.",
                SignatureEngine.Ed25519,
                "Give the base64 of the seed and the public key, as New-OstreeSigningKey makes it.");
        }

        _secret = secret;
        KeyName = Convert.ToHexStringLower(secret.AsSpan(Curve.SecretKeySize));
    }

    public string Engine => SignatureEngine.Ed25519;

    public string KeyName { get; }

    public byte[] Sign(byte[] data)
    {
        byte[] signature = new byte[Curve.SignatureSize];
        Curve.Sign(_secret, 0, data, 0, data.Length, signature, 0);
        return signature;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <summary>A new secret key.</summary>
    internal static byte[] Generate()
    {
        byte[] secret = new byte[SecretSize];
        RandomNumberGenerator.Fill(secret.AsSpan(0, Curve.SecretKeySize));
        Curve.GeneratePublicKey(secret, 0, secret, Curve.SecretKeySize);
        return secret;
    }
}
