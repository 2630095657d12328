namespace OstreePS.Core.Repository.Remotes;

/// <summary>What to do about a remote of that name that exists already.</summary>
public enum RemoteConflict
{
    /// <summary>Refuse to add.</summary>
    Refuse,

    /// <summary>Leave it as it is.</summary>
    Keep,

    /// <summary>Replace it, with all its settings.</summary>
    Replace,
}
