namespace OstreePS.Core.Signing;

/// <summary>What a signature is worth.</summary>
public enum SignatureState
{
    /// <summary>It is right, and of a key that is trusted.</summary>
    Good,

    /// <summary>It does not fit the data, or the key that made it may not sign.</summary>
    Bad,

    /// <summary>It was made to end, and has ended.</summary>
    Expired,

    /// <summary>The key that made it has ended, even if the signature is older than that.</summary>
    KeyExpired,

    /// <summary>The key that made it was revoked.</summary>
    Revoked,

    /// <summary>The key that made it is not among those that are trusted.</summary>
    KeyMissing,

    /// <summary>Its bytes are not a signature.</summary>
    Unreadable,

    /// <summary>It is of an algorithm or form that is not known, or not accepted.</summary>
    NotSupported,
}
