namespace OstreePS.Core.Pull.Finding;

/// <summary>The ways in which remotes are found that have a ref of a collection.</summary>
public enum FinderKind
{
    /// <summary>The remotes that are configured for the collection.</summary>
    Config,

    /// <summary>Repositories on removable volumes that are mounted.</summary>
    Mount,

    /// <summary>Hosts of the local network that announce repositories.</summary>
    Lan,

    /// <summary>Places that the caller names.</summary>
    Override,
}
