using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Signing.OpenPgp;

namespace OstreePS.Core.Signing;

/// <summary>Tells whether an OpenPGP key has signed already, as upstream asks before it signs; the other engines' signatures name no key.</summary>
internal static class SignerCheck
{
    internal static bool HasSigned(Variant? metadata, ISigner signer)
    {
        if (signer is not IOpenPgpSigner { Fingerprints: var fingerprints })
            return false;
        IEnumerable<SignaturePacket> signatures = (SignatureMetadata.Read(metadata, SignatureEngine.Gpg) ?? [])
            .SelectMany(bytes => PacketReader.Read(bytes, out _))
            .Where(packet => packet.Tag == PacketTag.Signature)
            .Select(packet => SignaturePacket.TryRead(packet.Body, out _))
            .OfType<SignaturePacket>();
        return signatures.Any(signature => fingerprints.Any(fingerprint => signature.IssuerFingerprint is { } issuer
            ? string.Equals(issuer, fingerprint, StringComparison.Ordinal)
            : signature.IssuerKeyId is { } id && fingerprint.EndsWith(id, StringComparison.Ordinal)));
    }
}
