namespace OstreePS.Core.Repository.Configuration;

/// <summary>A setting that OSTree knows.</summary>
/// <param name="Name">Its group and key; for remotes the group is <c>remote</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Default">What holds where it is not set; null for nothing.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Values">The texts to choose from; empty where anything of its kind goes.</param>
public sealed record KnownSetting(ConfigKeyName Name, ConfigValueKind Kind, string? Default, string Description, IReadOnlyList<string> Values)
{
    private const string RemoteGroup = "remote";
    private static readonly string[] BooleanValues = ["true", "false"];

    /// <summary>All of them, by group and in the order of their manual.</summary>
    public static IReadOnlyList<KnownSetting> All { get; } =
    [
        Text("core.mode", "bare", "How objects are kept.", "bare", "bare-user", "bare-user-only", "bare-split-xattrs", "archive-z2"),
        Text("core.repo_version", null, "The version of the format: 1.", "1"),
        Flag("core.auto-update-summary", false, "Update the summary whenever a ref changes."),
        Flag("core.commit-update-summary", false, "The old name of core.auto-update-summary."),
        Flag("core.fsync", true, "Bring what is written onto the disk before it becomes visible."),
        Flag("core.per-object-fsync", false, "Bring each object onto the disk by itself: slower, but without long stalls for others."),
        Number("core.min-free-space-percent", "3", "The share of the file system to keep free, 0 to 99."),
        Size("core.min-free-space-size", "The space to keep free, in MB, GB or TB, such as 500MB; goes before the percentage."),
        Flag("core.add-remotes-config-dir", null, "Write new remotes into the directory for them; true for the system's repository."),
        Number("core.payload-link-threshold", "-1", "The size in bytes from which content is shared by reflinks; -1 never."),
        Text("core.collection-id", null, "The collection of the refs, as a reverse domain name such as org.example.Os."),
        Flag("core.locking", true, "Lock the repository against others who work on it."),
        Number("core.lock-timeout-secs", "300", "Seconds to wait for the lock; -1 for ever."),
        List("core.default-repo-finders", "config;mount;", "Where to look for refs.", "config", "lan", "mount"),
        Flag("core.no-deltas-in-summary", false, "Leave the list of static deltas out of the summary."),
        Flag("core.indexed-deltas", true, "Look for static deltas in their own indexes."),
        Text("core.parent", null, "The path of a repository that is read where this one lacks something."),
        Flag("core.tombstone-commits", false, "Remember commits that were deleted."),
        Number("core.tmp-expiry-secs", "86400", "Seconds after which leftovers in tmp are removed."),
        Flag("core.disable-xattrs", false, "Neither read nor write extended attributes."),
        Flag("core.enable-uncompressed-cache", true, "Let an archive keep unpacked objects for checkouts."),
        List("core.sign-verify-deltas", null, "The engines whose signatures static deltas must bear."),
        Number("archive.zlib-level", "6", "How hard an archive compresses, 1 to 9."),
        Flag("sysroot.readonly", false, "Mount /sysroot read-only."),
        Text("sysroot.bootloader", "auto", "The boot loader to write configuration for.", "auto", "none", "grub2", "syslinux", "uboot", "zipl", "aboot"),
        List("sysroot.bls-append-except-default", null, "Lines for every boot loader entry but the default one."),
        Flag("sysroot.bootprefix", false, "Begin the paths in boot loader entries with /boot."),
        Number("sysroot.boot-counting-tries", "0", "How often a new deployment is tried before it counts as bad."),
        Text("ex-integrity.fsverity", "no", "Protect files with fs-verity.", "no", "maybe", "yes"),
        Text("ex-integrity.composefs", "no", "Make composefs images.", "no", "maybe", "yes"),
        Text("remote.url", null, "Where the remote is."),
        Text("remote.contenturl", null, "Where its content is, when that is somewhere else."),
        Text("remote.metalink", null, "A metalink that leads to its summary."),
        List("remote.branches", null, "The refs to pull when none are named."),
        Text("remote.proxy", null, "The URL of a proxy."),
        Flag("remote.gpg-verify", true, "Ask for a GPG signature on commits."),
        Flag("remote.gpg-verify-summary", false, "Ask for a GPG signature on the summary."),
        List("remote.gpgkeypath", null, "Files and directories with the keys to trust."),
        Text("remote.sign-verify", "false", "Ask for signatures of other engines on commits.", "true", "false", "ed25519", "spki"),
        Text("remote.sign-verify-summary", "false", "Ask for signatures of other engines on the summary.", "true", "false", "ed25519", "spki"),
        Text("remote.collection-id", null, "The collection of its refs."),
        Flag("remote.tls-permissive", false, "Accept any certificate."),
        Text("remote.tls-client-cert-path", null, "The certificate to show: a file, or a pkcs11: URI."),
        Text("remote.tls-client-key-path", null, "The key of that certificate: a file, or a pkcs11: URI."),
        Text("remote.tls-ca-path", null, "The authorities to trust in place of the system's."),
        Flag("remote.http2", true, "Use HTTP/2."),
        Text("remote.unconfigured-state", null, "Why nothing can be pulled: shown to who tries."),
        Text("remote.custom-backend", null, "The program that pulls in place of OSTree."),
    ];

    /// <summary>What is known of a setting; null for nothing.</summary>
    public static KnownSetting? Find(ConfigKeyName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string group = IsRemote(name.Group) ? RemoteGroup : name.Group;
        return All.FirstOrDefault(known => string.Equals(known.Name.Group, group, StringComparison.Ordinal) && string.Equals(known.Name.Key, name.Key, StringComparison.Ordinal));
    }

    /// <summary>The settings that a group can have.</summary>
    public static IEnumerable<KnownSetting> Of(string group)
        => All.Where(known => string.Equals(known.Name.Group, IsRemote(group) ? RemoteGroup : group, StringComparison.Ordinal));

    /// <summary>Whether a group describes a remote: <c>remote "name"</c>.</summary>
    internal static bool IsRemote(string group) => group is ['r', 'e', 'm', 'o', 't', 'e', ' ', '"', _, .., '"'];

    private static KnownSetting Text(string name, string? fallback, string description, params string[] values)
        => new(ConfigKeyName.Parse(name), ConfigValueKind.Text, fallback, description, values);

    private static KnownSetting Flag(string name, bool? fallback, string description)
        => new(ConfigKeyName.Parse(name), ConfigValueKind.Boolean, fallback switch { null => null, true => "true", false => "false" }, description, BooleanValues);

    private static KnownSetting Number(string name, string fallback, string description)
        => new(ConfigKeyName.Parse(name), ConfigValueKind.Number, fallback, description, []);

    private static KnownSetting Size(string name, string description) => new(ConfigKeyName.Parse(name), ConfigValueKind.Size, Default: null, description, []);

    private static KnownSetting List(string name, string? fallback, string description, params string[] values)
        => new(ConfigKeyName.Parse(name), ConfigValueKind.List, fallback, description, values);
}
