using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing.Spki;

/// <summary>A secret key in PKCS #8's form, or in the older forms of RSA and elliptic curves.</summary>
internal sealed class SpkiSigner : ISigner
{
    private readonly byte[] _secret;

    internal SpkiSigner(byte[] secret)
    {
        _ = SpkiKeys.ReadSecret(secret);
        _secret = secret;
    }

    public string Engine => SignatureEngine.Spki;

    public string KeyName => "spki key";

    public byte[] Sign(byte[] data)
    {
        AsymmetricKeyParameter key = SpkiKeys.ReadSecret(_secret);
        Org.BouncyCastle.Crypto.ISigner scheme = SpkiKeys.Scheme(key) ?? throw SpkiKeys.Unusable("secret");
        try
        {
            scheme.Init(forSigning: true, key);
            scheme.BlockUpdate(data, 0, data.Length);
            return scheme.GenerateSignature();
        }
        catch (Exception e) when (e is CryptoException or ArgumentException or InvalidOperationException or IOException)
        {
            throw new OstreeException(OstreeFault.SigningFailed, $"An spki key cannot sign: {e.Message}", SignatureEngine.Spki, "Make a new key with New-OstreeSigningKey.", e);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <summary>A new pair of keys: PKCS #8, and X.509's SubjectPublicKeyInfo.</summary>
    internal static (byte[] Secret, byte[] Public) Generate(SigningKeyKind kind)
    {
        IAsymmetricCipherKeyPairGenerator generator;
        KeyGenerationParameters parameters;
        var random = new SecureRandom();
        switch (kind)
        {
            case SigningKeyKind.Ed25519:
                generator = new Ed25519KeyPairGenerator();
                parameters = new Ed25519KeyGenerationParameters(random);
                break;
            case SigningKeyKind.Rsa:
                generator = new RsaKeyPairGenerator();
                parameters = new RsaKeyGenerationParameters(Org.BouncyCastle.Math.BigInteger.ValueOf(0x10001), random, strength: 3072, certainty: 112);
                break;
            case SigningKeyKind.NistP256:
                generator = new ECKeyPairGenerator();
                parameters = new ECKeyGenerationParameters(Org.BouncyCastle.Asn1.Sec.SecObjectIdentifiers.SecP256r1, random);
                break;
            default:
                generator = new Ed448KeyPairGenerator();
                parameters = new Ed448KeyGenerationParameters(random);
                break;
        }

        generator.Init(parameters);
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        PrivateKeyInfo secret = PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private);

        // Older OpenSSL does not read the form that has the public key as well.
        return (new PrivateKeyInfo(secret.PrivateKeyAlgorithm, secret.ParsePrivateKey()).GetEncoded(), SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetEncoded());
    }
}
