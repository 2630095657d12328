namespace OstreePS.Core.Trees.Checkout;

/// <summary>How a commit is checked out.</summary>
public sealed record CheckoutOptions
{
    /// <summary>Whether owners and extended attributes are left out and set-id bits removed, so that no privilege is needed.
    /// Always on for <c>bare-user-only</c>.</summary>
    public bool UserMode { get; init; }

    /// <summary>What to do where something exists already.</summary>
    public CheckoutOverwrite Overwrite { get; init; }

    /// <summary>The directory or file of the commit to check out; null for all of it.</summary>
    public string? Subpath { get; init; }

    /// <summary>Whether a missing <see cref="Subpath"/> is a checkout of nothing rather than a fault.</summary>
    public bool AllowMissingSubpath { get; init; }

    /// <summary>Whether Docker's whiteouts are obeyed: <c>.wh.NAME</c> removes a name, <c>.wh..wh..opq</c> empties a directory.</summary>
    public bool Whiteouts { get; init; }

    /// <summary>Whether a file <c>.ostree-wh.NAME</c> becomes the character device 0:0 of that name, which overlayfs takes for a whiteout.</summary>
    public bool PassthroughWhiteouts { get; init; }

    /// <summary>Whether a file that cannot be hard-linked is a fault. Empty files are copied all the same.</summary>
    public bool RequireHardlinks { get; init; }

    /// <summary>Whether nothing is hard-linked. Blocks are still shared where the file system can.</summary>
    public bool ForceCopy { get; init; }

    /// <summary>Whether modes of directories are held within 0775 (octal). Always on for <c>bare-user-only</c>.</summary>
    public bool BareUserOnlyDirectories { get; init; }

    /// <summary>Paths to leave out; null for none.</summary>
    public CheckoutFilter? SkipList { get; init; }

    /// <summary>Decides over each entry that the list lets pass; null for none. Not asked for a <see cref="Subpath"/> that is a file.</summary>
    public ICheckoutFilter? Filter { get; init; }

    /// <summary>Whose labels everything gets in place of those in the commit; null for none. Implies <see cref="ForceCopy"/>.</summary>
    public Labels.SelinuxPolicy? SelinuxPolicy { get; init; }

    /// <summary>The path that the destination is labelled as; null for <see cref="Subpath"/>.</summary>
    public string? SelinuxPrefix { get; init; }

    /// <summary>Whether an archive repository's cache of uncompressed objects is neither used nor filled.</summary>
    public bool DisableCache { get; init; }

    /// <summary>
    /// Null does as upstream: what goes into the repository's cache is synced, unless <c>core.fsync</c> is off, and the tree is
    /// left to the kernel. True syncs the destination's file system at the end, too; false syncs nothing.
    /// </summary>
    public bool? Fsync { get; init; }

    // Upstream's command turns to an interface without the cache as soon as one of these is asked for.
    internal bool AllowsCache => !DisableCache && !Whiteouts && !PassthroughWhiteouts && !RequireHardlinks && !ForceCopy && SelinuxPolicy is null
        && !BareUserOnlyDirectories && SkipList is null && Filter is null && (Overwrite is CheckoutOverwrite.None or CheckoutOverwrite.Union);
}
