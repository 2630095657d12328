namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>A subkey.</summary>
/// <param name="Fingerprint">Forty digits, in capitals.</param>
/// <param name="Algorithm">The algorithm, as GnuPG names it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends, or ended; null for never.</param>
/// <param name="IsRevoked">Whether it, or its primary key, was revoked.</param>
/// <param name="MaySign">Whether it may sign data.</param>
public sealed record OpenPgpSubkeyInfo(string Fingerprint, string Algorithm, DateTimeOffset Created, DateTimeOffset? Expires, bool IsRevoked, bool MaySign)
{
    /// <summary>Whether it has ended.</summary>
    public bool IsExpired => Expires <= DateTimeOffset.UtcNow;

    /// <summary>The fingerprint.</summary>
    public override string ToString() => Fingerprint;
}
