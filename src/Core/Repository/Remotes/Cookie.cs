namespace OstreePS.Core.Repository.Remotes;

/// <summary>A cookie that requests to a remote carry.</summary>
/// <param name="Domain">The host it is for; with a leading dot also for those below it.</param>
/// <param name="Path">The path it is for, and all below.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsSecure">Whether it goes over TLS only.</param>
/// <param name="Expires">When it ends, in UTC; null for never.</param>
public sealed record Cookie(string Domain, string Path, string Name, string Value, bool IsSecure = false, DateTimeOffset? Expires = null)
{
    /// <summary>The remote whose jar holds it.</summary>
    public string? Remote { get; init; }

    /// <summary>The path of the repository of that remote.</summary>
    public string? Repository { get; init; }
}
