namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Picks the signatures that a primary key has made over itself and its parts.</summary>
internal sealed class SelfSignatures(PublicKeyPacket primary)
{
    private readonly List<string> _revokers = [];

    /// <summary>Fingerprints of keys that a self-signature names as revokers.</summary>
    internal IReadOnlyList<string> Revokers => _revokers;

    internal bool IsSelfSigned(SignaturePacket signature, params ReadOnlySpan<ReadOnlyMemory<byte>> data)
        => signature.NamesIssuer(primary) && signature.UnknownCritical is null && signature.Fits(primary, data);

    /// <summary>The newest right signature of a class that has not ended; null when there is none.</summary>
    internal SignaturePacket? Newest(IEnumerable<SignaturePacket> signatures, SignatureClass wanted, params ReadOnlySpan<ReadOnlyMemory<byte>> data)
        => Newest(signatures, wanted, wanted, data);

    internal SignaturePacket? NewestCertification(IEnumerable<SignaturePacket> signatures, params ReadOnlySpan<ReadOnlyMemory<byte>> data)
        => Newest(signatures, SignatureClass.CertificationFirst, SignatureClass.CertificationLast, data);

    /// <summary>Notes the revokers that the key names in right signatures over itself.</summary>
    internal void CollectRevokers(IEnumerable<SignaturePacket> direct)
    {
        foreach (SignaturePacket signature in direct)
        {
            if (signature is { Class: SignatureClass.DirectKey, Revoker: { } revoker } && IsSelfSigned(signature, primary.HashedForm))
                _revokers.Add(revoker);
        }
    }

    private SignaturePacket? Newest(IEnumerable<SignaturePacket> signatures, SignatureClass first, SignatureClass last, ReadOnlySpan<ReadOnlyMemory<byte>> data)
    {
        SignaturePacket? newest = null;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        foreach (SignaturePacket signature in signatures)
        {
            if (signature.Class < first || signature.Class > last || signature.Expires <= now || (newest is not null && signature.Created <= newest.Created))
                continue;
            if (IsSelfSigned(signature, data))
                newest = signature;
        }

        return newest;
    }
}
