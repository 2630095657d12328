using System.Runtime.InteropServices;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Labels;

namespace OstreePS.Core.Trees.Building;

/// <summary>Decides for each entry of a source whether it is committed, and with which owner and mode. Used by one thread at a time.</summary>
internal sealed class TreeModifier
{
    private const uint WriteBits = 0x92;
    private const uint ExecuteBits = 0x49;
    private readonly CommitOptions _options;
    private readonly bool _canonical;

    internal TreeModifier(CommitOptions options, RepositoryMode mode, bool disableXattrs)
    {
        // A repository without attributes has no room for labels.
        Labels = options.SelinuxPolicy is not { } policy || mode == RepositoryMode.BareUserOnly ? null : new PathLabels(policy, options.SelinuxLabelingEpoch, options.ErrorOnUnlabeled);
        _options = options;
        _canonical = options.CanonicalPermissions || mode == RepositoryMode.BareUserOnly;
        SkipXattrs = options.NoXattrs || _canonical || disableXattrs;
        SkipArchiveXattrs = options.NoXattrs || mode == RepositoryMode.BareUserOnly;
        NeedsPath = options.StatOverrides is not null || options.SkipList is not null || options.Filter is not null || Labels is not null;
        IsActive = NeedsPath || options.NoXattrs || _canonical || options.OwnerUid is not null || options.OwnerGid is not null
            || options.ModeReadOnlyExecutables || options.Consume || options.DevinoCanonical || options.GenerateSizes;
    }

    /// <summary>Whether extended attributes are left out.</summary>
    internal bool SkipXattrs { get; }

    /// <summary>Whether those of an archive are left out. Canonical permissions do not ask for it there, as upstream has it.</summary>
    internal bool SkipArchiveXattrs { get; }

    /// <summary>Whether <see cref="TryApply"/> looks at the path at all.</summary>
    internal bool NeedsPath { get; }

    /// <summary>Whether a commit that is a source must be gone through, because something may change in it.</summary>
    internal bool IsActive { get; }

    /// <summary>The labels that entries get; null for none.</summary>
    internal PathLabels? Labels { get; }

    /// <summary>What has the last word on each entry; null for nothing.</summary>
    internal ICommitFilter? Filter => _options.Filter;

    /// <summary>Applies the options, but for <see cref="Filter"/>, to an entry.</summary>
    /// <param name="path">Its path in the tree, with a slash in front; empty when <see cref="NeedsPath"/> is false.</param>
    /// <param name="isDirectoryBelow">
    /// Whether it is a directory that upstream comes upon in another. Upstream asks twice for such a one, and what it then adds to
    /// the mode is lost: the same tree must get the same checksum here.
    /// </param>
    /// <param name="attributes">Its owner, group and mode; changed in place.</param>
    /// <returns>False when it is left out.</returns>
    internal bool TryApply(string path, bool isDirectoryBelow, ref Attributes attributes)
    {
        uint mode = attributes.Mode;
        if (_options.ModeReadOnlyExecutables && UnixMode.IsRegular(mode) && (mode & ExecuteBits) != 0)
            mode &= ~WriteBits;
        if (NeedsPath)
        {
            mode = _options.StatOverrides?.Apply(path, mode, isDirectoryBelow) ?? mode;
            if (_options.SkipList?.Skips(path) == true)
                return false;
        }

        attributes = Finish(new Attributes(_options.OwnerUid ?? attributes.Uid, _options.OwnerGid ?? attributes.Gid, mode));
        return true;
    }

    /// <summary>Applies what holds whatever a filter says.</summary>
    internal Attributes Finish(in Attributes attributes)
        => _canonical ? new Attributes(0, 0, UnixMode.Canonicalize(attributes.Mode)) : attributes;

    internal void RequireAllMatched()
    {
        _options.StatOverrides?.RequireAllMatched();
        _options.SkipList?.RequireAllMatched();
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Attributes(uint Uid, uint Gid, uint Mode);
}
