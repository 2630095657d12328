using System.Runtime.InteropServices;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Building;

/// <summary>Decides for each entry of a source whether it is committed, and with which owner and mode. Used by the walking thread only.</summary>
internal sealed class TreeModifier
{
    private readonly CommitOptions _options;
    private readonly bool _canonical;

    internal TreeModifier(CommitOptions options, RepositoryMode mode, bool disableXattrs)
    {
        _options = options;
        _canonical = options.CanonicalPermissions || mode == RepositoryMode.BareUserOnly;
        SkipXattrs = options.NoXattrs || _canonical || disableXattrs;
        NeedsPath = options.StatOverrides is not null || options.SkipList is not null;
    }

    /// <summary>Whether extended attributes are left out.</summary>
    internal bool SkipXattrs { get; }

    /// <summary>Whether <see cref="TryApply"/> looks at the path at all.</summary>
    internal bool NeedsPath { get; }

    /// <summary>Applies the options to an entry.</summary>
    /// <param name="path">Its path in the tree, with a slash in front; empty when <see cref="NeedsPath"/> is false.</param>
    /// <param name="attributes">Its owner, group and mode; changed in place.</param>
    /// <returns>False when it is left out.</returns>
    internal bool TryApply(string path, ref Attributes attributes)
    {
        uint uid = _options.OwnerUid ?? attributes.Uid;
        uint gid = _options.OwnerGid ?? attributes.Gid;
        uint mode = attributes.Mode;
        if (NeedsPath)
        {
            mode = _options.StatOverrides?.Apply(path, mode) ?? mode;
            if (_options.SkipList?.Skips(path) == true)
                return false;
        }

        attributes = _canonical ? new Attributes(0, 0, UnixMode.Canonicalize(mode)) : new Attributes(uid, gid, mode);
        return true;
    }

    internal void RequireAllMatched()
    {
        _options.StatOverrides?.RequireAllMatched();
        _options.SkipList?.RequireAllMatched();
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Attributes(uint Uid, uint Gid, uint Mode);
}
