using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Trees.Labels;

namespace OstreePS.Core.Trees.Building;

/// <summary>How a tree is committed.</summary>
public sealed record CommitOptions
{
    /// <summary>The ref that will name the commit; null for an orphan, which no ref names.</summary>
    public string? Branch { get; init; }

    /// <summary>One line.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>More text.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>Which commit comes before this one.</summary>
    public ParentChoice Parent { get; init; } = ParentChoice.TipOfBranch;

    /// <summary>When it was made; null for <c>SOURCE_DATE_EPOCH</c>, or now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Metadata, in the order in which it is written.</summary>
    public IReadOnlyList<KeyValuePair<string, Variant>> Metadata { get; init; } = [];

    /// <summary>Metadata beside the commit, which its checksum does not cover; null for none.</summary>
    public IReadOnlyList<KeyValuePair<string, Variant>>? DetachedMetadata { get; init; }

    /// <summary>
    /// Signs: from the bytes of the commit and the detached metadata that it has, to the detached metadata with signatures. It is
    /// asked before the commit becomes visible, so that nobody sees it unsigned; null leaves it unsigned.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, Variant?, Variant>? Sign { get; init; }

    /// <summary>Refs besides <see cref="Branch"/> that the commit is bound to.</summary>
    public IReadOnlyList<string> BindRefs { get; init; } = [];

    /// <summary>Whether to leave out the bindings to refs and collection.</summary>
    public bool NoBindings { get; init; }

    /// <summary>The owner of everything; null to keep owners.</summary>
    public uint? OwnerUid { get; init; }

    /// <summary>The group of everything; null to keep groups.</summary>
    public uint? OwnerGid { get; init; }

    /// <summary>Owner and group 0, modes within 0755 (octal), no attributes. Always on for <c>bare-user-only</c>.</summary>
    public bool CanonicalPermissions { get; init; }

    /// <summary>Whether to leave out extended attributes.</summary>
    public bool NoXattrs { get; init; }

    /// <summary>Whether to make no commit when the tree is that of the parent.</summary>
    public bool SkipIfUnchanged { get; init; }

    /// <summary>Whether files that can be executed lose their write permissions.</summary>
    public bool ModeReadOnlyExecutables { get; init; }

    /// <summary>The commit that lies below all sources, and that no option changes; null for none.</summary>
    public Checksum? Base { get; init; }

    /// <summary>Keys whose values are taken over from the parent's metadata, after <see cref="Metadata"/>.</summary>
    public IReadOnlyList<string> KeepMetadata { get; init; } = [];

    /// <summary>What has the last word on each entry of the sources; null for nothing.</summary>
    public ICommitFilter? Filter { get; init; }

    /// <summary>Whether directories that are sources are removed once the commit is in place; content moves into the repository where it can.</summary>
    public bool Consume { get; init; }

    /// <summary>Whether files that are hard links to objects of the repository are recognized, and not read where nothing changes them.</summary>
    public bool LinkCheckoutSpeedup { get; init; }

    /// <summary>Whether such files are taken for their objects whatever the other options say; implies <see cref="LinkCheckoutSpeedup"/>.</summary>
    public bool DevinoCanonical { get; init; }

    /// <summary>How archives are read.</summary>
    public TarImportOptions Tar { get; init; } = new();

    /// <summary>Whose labels everything gets in place of its own; null for none.</summary>
    public SelinuxPolicy? SelinuxPolicy { get; init; }

    /// <summary>Whether the policy is that of <see cref="Base"/>, or else of the first source.</summary>
    public bool SelinuxPolicyFromBase { get; init; }

    /// <summary>0 for labels by path alone; 1 to label <c>/usr/etc</c> as <c>/etc</c>.</summary>
    public int SelinuxLabelingEpoch { get; init; }

    /// <summary>Whether a path for which the policy has no label stops the commit.</summary>
    public bool ErrorOnUnlabeled { get; init; }

    /// <summary>Modes to add or set by path; null for none.</summary>
    public StatOverrides? StatOverrides { get; init; }

    /// <summary>Paths to leave out; null for none.</summary>
    public SkipList? SkipList { get; init; }

    /// <summary>Whether to note the kernel's release, so that the commit can be deployed as bootable.</summary>
    public bool Bootable { get; init; }

    /// <summary>Whether to note the sizes of all objects in <c>ostree.sizes</c>; only archive repositories do.</summary>
    public bool GenerateSizes { get; init; }

    /// <summary>Whether to sync before the commit becomes visible.</summary>
    public bool Fsync { get; init; } = true;
}
