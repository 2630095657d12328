using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>What the options come to for one repository. Decides, and touches nothing.</summary>
internal sealed class CheckoutPolicy
{
    internal CheckoutPolicy(CheckoutOptions options, RepositoryMode mode, bool disableXattrs = false)
    {
        Validate(options);
        UserMode = options.UserMode || mode == RepositoryMode.BareUserOnly;
        Overwrite = options.Overwrite;
        Whiteouts = options.Whiteouts;
        PassthroughWhiteouts = options.PassthroughWhiteouts;
        RequireHardlinks = options.RequireHardlinks;
        ForceCopy = options.ForceCopy || options.SelinuxPolicy is not null;
        Labels = options.SelinuxPolicy is { } policy && !UserMode && !disableXattrs ? new CheckoutLabels(policy, options.SelinuxPrefix ?? options.Subpath ?? "/") : null;
        SkipList = options.SkipList;
        Filter = options.Filter;
        DirectoryMask = mode == RepositoryMode.BareUserOnly || options.BareUserOnlyDirectories ? UnixMode.BareUserOnly : UnixMode.PermissionMask;
    }

    internal bool UserMode { get; }

    internal CheckoutOverwrite Overwrite { get; }

    internal bool Whiteouts { get; }

    internal bool PassthroughWhiteouts { get; }

    internal bool RequireHardlinks { get; }

    internal bool ForceCopy { get; }

    internal CheckoutFilter? SkipList { get; }

    internal ICheckoutFilter? Filter { get; }

    /// <summary>The labels that everything gets; null to keep those of the commit. The user mode has none.</summary>
    internal CheckoutLabels? Labels { get; }

    /// <summary>Whether anyone asks for the paths of directories.</summary>
    internal bool NeedsPath => SkipList is not null || Filter is not null || Labels is not null;

    /// <summary>The bits that a new directory's mode keeps.</summary>
    internal uint DirectoryMask { get; }

    /// <summary>Whether new directories get the time 0. A tree of copies is meant to be written to, so there times are real.</summary>
    internal bool ResetsDirectoryTimes => !ForceCopy;

    /// <summary>Whether a directory's files must be placed in their order, because some of them act on others.</summary>
    internal bool NeedsOrder(DirTree tree)
    {
        if (!Whiteouts && !PassthroughWhiteouts)
            return false;
        foreach (DirTree.FileEntry file in tree.Files)
        {
            if ((Whiteouts && WhiteoutName.IsWhiteout(file.Name)) || (PassthroughWhiteouts && WhiteoutName.IsPassthrough(file.Name)))
                return true;
        }

        return false;
    }

    /// <summary>Whether what was in a directory before is to vanish.</summary>
    internal bool IsOpaque(DirTree tree) => Whiteouts && tree.FindFile(WhiteoutName.Opaque) is not null;

    internal FileAction Decide(string name, in ContentStatus file)
    {
        if (file.IsSymlink)
            return ForceCopy ? FileAction.Copy : FileAction.Link;
        if (Whiteouts && WhiteoutName.IsWhiteout(name))
            return FileAction.Whiteout;
        if (PassthroughWhiteouts && WhiteoutName.IsPassthrough(name))
            return FileAction.PassthroughWhiteout;

        // All empty files of a system are one object, which would soon have more links than a file system allows.
        bool copied = file.Size == 0 || IsUnreadableToUser(file.Mode) || ForceCopy;
        return copied ? FileAction.Copy : FileAction.Link;
    }

    /// <summary>The mode that a copied file gets.</summary>
    internal uint ModeOf(uint mode) => UserMode ? (mode & ~UnixMode.SetIdMask) | UnixMode.OwnerRead : mode;

    private bool IsUnreadableToUser(uint mode) => UserMode && (mode & UnixMode.OwnerRead) == 0;

    private static void Validate(CheckoutOptions options)
    {
        if (options.RequireHardlinks && options.SelinuxPolicy is not null)
            throw Contradiction("RequireHardlinks", "Hard links have the labels of the commit, and cannot get others.", "Leave out -RequireHardlinks or -SelinuxPolicy.");
        if (options.SelinuxPrefix is not null && options.SelinuxPolicy is null)
            throw Contradiction("SelinuxPrefix", "A prefix for labels needs a policy that has labels.", "Add -SelinuxPolicy.");
        if (options.RequireHardlinks && options.ForceCopy)
            throw Contradiction("RequireHardlinks", "Hard links cannot be required and copies forced at once.", "Leave out -RequireHardlinks or -ForceCopy.");
        if (options.Overwrite == CheckoutOverwrite.UnionIdentical && !options.RequireHardlinks)
            throw Contradiction("UnionIdentical", "Only with hard links can existing files be known to be identical.", "Add -RequireHardlinks.");
    }

    private static OstreeException Contradiction(string option, string message, string remedy)
        => new(OstreeFault.InvalidOption, message, option, remedy);
}
