namespace OstreePS.Core.Trees.Building;

/// <summary>How archives are read.</summary>
public sealed record TarImportOptions
{
    /// <summary>Whether directories that an archive needs and does not have are made: mode 0755, owned by who owns the entry that needs them.</summary>
    public bool AutocreateParents { get; init; }

    /// <summary>Rewrites the path of each entry, and the targets of hard links; null to leave them.</summary>
    public TarPathFilter? PathFilter { get; init; }

    /// <summary>Whether <c>etc</c> becomes <c>usr/etc</c>, as OSTree wants a tree to be. Has no effect beside <see cref="PathFilter"/>, as upstream has it.</summary>
    public bool OstreeConvention { get; init; }

    /// <summary>Whether devices, fifos and the like are left out instead of refused.</summary>
    public bool IgnoreUnsupported { get; init; }
}
