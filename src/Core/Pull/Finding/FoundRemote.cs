using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull.Finding;

/// <summary>A place from which refs can be pulled.</summary>
public sealed record FoundRemote
{
    internal FoundRemote(FoundPlace place, IRemoteFinder finder, string repository, DateTimeOffset? lastModified, IReadOnlyList<FoundRef> refs)
    {
        Place = place.Remote;
        Finder = finder.Kind;
        Priority = finder.Priority;
        Url = place.Url;
        KeyringRemote = place.Keyring.Name;
        Keyring = place.Keyring.KeyringName;
        Repository = repository;
        LastModified = lastModified;
        Refs = refs;
    }

    /// <summary>Where it is.</summary>
    public string Url { get; }

    /// <summary>How it was found.</summary>
    public FinderKind Finder { get; }

    /// <summary>Which results go first: those with the lower number.</summary>
    public int Priority { get; }

    /// <summary>The configured remote whose keys verify the refs, and under whose name they are written.</summary>
    public string KeyringRemote { get; }

    /// <summary>The keyring of that remote.</summary>
    public string Keyring { get; }

    /// <summary>When the summary was written, in UTC; null when it does not say.</summary>
    public DateTimeOffset? LastModified { get; }

    /// <summary>The refs of which it has the newest commit.</summary>
    public IReadOnlyList<FoundRef> Refs { get; }

    /// <summary>The path of the repository that asked.</summary>
    public string Repository { get; }

    /// <summary>The remote to connect to.</summary>
    internal Remote Place { get; }

    /// <summary>Where it is.</summary>
    public override string ToString() => Url;
}
