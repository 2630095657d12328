namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>An OpenPGP key that is trusted for a remote.</summary>
public sealed record OpenPgpKeyInfo
{
    /// <summary>The remote that trusts it; null for the global keyrings.</summary>
    public string? Remote { get; init; }

    /// <summary>Forty digits, in capitals.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The last sixteen of them.</summary>
    public string KeyId => Fingerprint[^16..];

    /// <summary>The primary user id; null for none.</summary>
    public string? UserId { get; init; }

    /// <summary>The user ids.</summary>
    public IReadOnlyList<OpenPgpUserInfo> UserIds { get; init; } = [];

    /// <summary>The algorithm, as GnuPG names it.</summary>
    public required string Algorithm { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends, or ended; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsExpired => Expires <= DateTimeOffset.UtcNow;

    /// <summary>Whether it was revoked.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>Whether it has not signed any of its user ids, and thus counts for nothing.</summary>
    public bool IsInvalid { get; init; }

    /// <summary>The subkeys.</summary>
    public IReadOnlyList<OpenPgpSubkeyInfo> Subkeys { get; init; } = [];

    /// <summary>Good, expired, revoked or invalid.</summary>
    public string State => IsInvalid ? "Invalid" : IsRevoked ? "Revoked" : IsExpired ? "Expired" : "Good";

    internal static OpenPgpKeyInfo Of(Certificate certificate, string? remote) => new()
    {
        Remote = remote,
        Fingerprint = certificate.Primary.Packet.Fingerprint,
        UserId = certificate.UserId,
        UserIds = [.. certificate.Users.Select(user => OpenPgpUserInfo.Of(user, certificate.Primary.IsRevoked))],
        Algorithm = KeyAlgorithm.NameOf(certificate.Primary.Packet.Algorithm),
        Created = certificate.Primary.Packet.Created,
        Expires = certificate.Primary.Expires,
        IsRevoked = certificate.Primary.IsRevoked,
        IsInvalid = !certificate.IsValid,
        Subkeys = [.. certificate.Keys.Skip(1).Select(key => new OpenPgpSubkeyInfo(
            key.Packet.Fingerprint, KeyAlgorithm.NameOf(key.Packet.Algorithm), key.Packet.Created, key.Expires, key.IsRevoked, key.MaySign))],
    };
}
