using System.Text;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>A public key with its user ids and subkeys, and what its own signatures say of them. Signatures of others are not asked.</summary>
internal sealed class Certificate
{
    private Certificate(CertificateKey primary, IReadOnlyList<CertificateKey> subkeys, IReadOnlyList<CertificateUser> users, bool isValid)
    {
        Primary = primary;
        Keys = [primary, .. subkeys];
        Users = users;
        IsValid = isValid;
    }

    internal CertificateKey Primary { get; }

    /// <summary>The primary key, and the subkeys.</summary>
    internal IReadOnlyList<CertificateKey> Keys { get; }

    internal IReadOnlyList<CertificateUser> Users { get; }

    /// <summary>Whether the key has signed at least one of its user ids, or itself.</summary>
    internal bool IsValid { get; }

    /// <summary>The first user id that is not revoked, those that are marked as primary before others.</summary>
    internal string? UserId => (Users.Where(user => user is { IsSigned: true, IsRevoked: false }).OrderByDescending(user => user.IsPrimary).FirstOrDefault() ?? Users.FirstOrDefault())?.Text;

    /// <summary>Makes sense of a block of packets that begins with a primary key.</summary>
    /// <param name="block">The packets.</param>
    /// <param name="findRevoker">Finds another key, which this one names as its revoker, by its fingerprint.</param>
    /// <returns>The certificate; null when its primary key is malformed.</returns>
    internal static Certificate? TryRead(CertificateBlock block, Func<string, PublicKeyPacket?> findRevoker)
    {
        if (block.Primary is not { } primary)
            return null;
        var self = new SelfSignatures(primary);
        self.CollectRevokers(block.Direct);
        bool revoked = block.Direct.Any(signature => IsRevocation(signature, primary, self, findRevoker));
        SignaturePacket? direct = self.Newest(block.Direct, SignatureClass.DirectKey, primary.HashedForm);
        var users = new List<CertificateUser>();
        SignaturePacket? newest = null;
        foreach ((ReadOnlyMemory<byte> id, bool isText, List<SignaturePacket> signatures) in block.Users)
        {
            byte[] prefix = [isText ? (byte)0xB4 : (byte)0xD1, (byte)(id.Length >> 24), (byte)(id.Length >> 16), (byte)(id.Length >> 8), (byte)id.Length];
            SignaturePacket? certification = self.NewestCertification(signatures, primary.HashedForm, prefix, id);
            SignaturePacket? withdrawal = self.Newest(signatures, SignatureClass.CertificationRevocation, primary.HashedForm, prefix, id);
            bool isRevoked = withdrawal is not null && (certification is null || withdrawal.Created >= certification.Created);
            if (isText)
                users.Add(new CertificateUser(Encoding.UTF8.GetString(id.Span), certification is not null, isRevoked, certification?.IsPrimaryUserId == true));
            if (certification is not null && !isRevoked && (newest is null || certification.Created > newest.Created))
                newest = certification;
        }

        SignaturePacket? lifetime = direct?.KeyLifetime is not null ? direct : newest;
        DateTimeOffset? expires = primary.Created + lifetime?.KeyLifetime;
        var main = new CertificateKey(primary, IsPrimary: true, IsBound: true, revoked, expires, MaySign(direct?.KeyFlags ?? newest?.KeyFlags));
        CertificateKey[] subkeys = [.. block.Subkeys.Select(pair => ReadSubkey(pair.Key, pair.Signatures, main, self))];
        return new Certificate(main, subkeys, users, direct is not null || newest is not null);
    }

    private static CertificateKey ReadSubkey(PublicKeyPacket subkey, List<SignaturePacket> signatures, CertificateKey primary, SelfSignatures self)
    {
        byte[] over = primary.Packet.HashedForm;
        SignaturePacket? binding = self.Newest(signatures, SignatureClass.SubkeyBinding, over, subkey.HashedForm);
        bool revoked = self.Newest(signatures, SignatureClass.SubkeyRevocation, over, subkey.HashedForm) is not null;
        bool maySign = binding is not null && MaySign(binding.KeyFlags) && IsBoundBack(binding, subkey, over);
        return new CertificateKey(subkey, IsPrimary: false, binding is not null, revoked || primary.IsRevoked, subkey.Created + binding?.KeyLifetime, maySign);
    }

    // Without the subkey's own consent anyone could adopt a stranger's signing key.
    private static bool IsBoundBack(SignaturePacket binding, PublicKeyPacket subkey, byte[] primary)
        => binding.Embedded is { } body
            && SignaturePacket.TryRead(body, out _) is { Class: SignatureClass.PrimaryKeyBinding, UnknownCritical: null } back
            && back.Fits(subkey, primary, subkey.HashedForm);

    private static bool IsRevocation(SignaturePacket signature, PublicKeyPacket primary, SelfSignatures self, Func<string, PublicKeyPacket?> findRevoker)
    {
        if (signature.Class != SignatureClass.KeyRevocation)
            return false;
        if (self.IsSelfSigned(signature, primary.HashedForm))
            return true;
        return self.Revokers.Any(fingerprint => findRevoker(fingerprint) is { } revoker && signature.NamesIssuer(revoker) && signature.Fits(revoker, primary.HashedForm));
    }

    private static bool MaySign(int? flags) => flags is null || (flags & 0x02) != 0;
}

/// <summary>A key of a certificate, and what its self-signatures say of it.</summary>
/// <param name="Packet">The key.</param>
/// <param name="IsPrimary">Whether it is the primary key.</param>
/// <param name="IsBound">Whether the primary key has signed that it belongs to it.</param>
/// <param name="IsRevoked">Whether it, or the primary key, was revoked.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="MaySign">Whether it may sign data, which a subkey must have agreed to.</param>
internal sealed record CertificateKey(PublicKeyPacket Packet, bool IsPrimary, bool IsBound, bool IsRevoked, DateTimeOffset? Expires, bool MaySign);

/// <summary>A user id.</summary>
/// <param name="Text">The text, usually a name and an address in angle brackets.</param>
/// <param name="IsSigned">Whether the key has signed it.</param>
/// <param name="IsRevoked">Whether the key has withdrawn that.</param>
/// <param name="IsPrimary">Whether it is marked as the primary one.</param>
internal sealed record CertificateUser(string Text, bool IsSigned, bool IsRevoked, bool IsPrimary);
