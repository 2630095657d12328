using System.Globalization;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository;

/// <summary>What a repository's config says, with upstream's defaults where it is silent.</summary>
public sealed class RepositoryConfig
{
    private const string Core = "core";
    private readonly KeyFile _file;
    private readonly string _path;

    private RepositoryConfig(KeyFile file, string path, bool isSystem)
    {
        _file = file;
        _path = path;
        string version = Text(Core, "repo_version") ?? throw Invalid("core.repo_version", "is missing", "A repository's config must have repo_version=1.");
        if (!string.Equals(version, "1", StringComparison.Ordinal))
            throw Invalid("core.repo_version", $"is '{version}'", "Only version 1 is known.");
        if (Flag(Core, "archive", fallback: false))
            throw Invalid("core.archive", "asks for the archive format of before 2012", "Convert the repository with an old OSTree to archive-z2.");
        Mode = RepositoryModeNames.Parse(Text(Core, "mode") ?? "bare");
        Fsync = Flag(Core, "fsync", fallback: true);
        PerObjectFsync = Flag(Core, "per-object-fsync", fallback: false);
        DisableXattrs = Flag(Core, "disable-xattrs", fallback: false);
        EnableUncompressedCache = Flag(Core, "enable-uncompressed-cache", fallback: true);
        Locking = Flag(Core, "locking", fallback: true);
        long seconds = Number(Core, "lock-timeout-secs", fallback: 300);
        LockTimeout = seconds == -1 ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue));
        TmpExpiry = TimeSpan.FromSeconds(Math.Clamp(Number(Core, "tmp-expiry-secs", fallback: 86400), 0, int.MaxValue));
        ZlibLevel = (int)Math.Clamp(Number("archive", "zlib-level", fallback: 6), 1, 9);
        CollectionId = Text(Core, "collection-id") is { Length: > 0 } collection ? collection : null;
        Parent = Text(Core, "parent") is { Length: > 0 } parent ? parent : null;
        TombstoneCommits = Flag(Core, "tombstone-commits", fallback: false);
        PayloadLinkThreshold = Number(Core, "payload-link-threshold", fallback: -1);
        AutoUpdateSummary = Flag(Core, "auto-update-summary", fallback: false) || Flag(Core, "commit-update-summary", fallback: false);
        NoDeltasInSummary = Flag(Core, "no-deltas-in-summary", fallback: false);
        AddRemotesConfigDir = Flag(Core, "add-remotes-config-dir", isSystem);
        DefaultFinders = Finders();
        ReadFreeSpace();
    }

    /// <summary><c>core.mode</c>; bare.</summary>
    public RepositoryMode Mode { get; }

    /// <summary><c>core.fsync</c>; true: what a transaction wrote is synced before it becomes visible.</summary>
    public bool Fsync { get; }

    /// <summary><c>core.per-object-fsync</c>; false.</summary>
    public bool PerObjectFsync { get; }

    /// <summary><c>core.disable-xattrs</c>; false.</summary>
    public bool DisableXattrs { get; }

    /// <summary><c>core.enable-uncompressed-cache</c>; true.</summary>
    public bool EnableUncompressedCache { get; }

    /// <summary><c>core.locking</c>; true.</summary>
    public bool Locking { get; }

    /// <summary><c>core.lock-timeout-secs</c>; 300 s. Null (-1 in the file) waits for ever.</summary>
    public TimeSpan? LockTimeout { get; }

    /// <summary><c>core.tmp-expiry-secs</c>; a day: how old something unknown in <c>tmp</c> may get.</summary>
    public TimeSpan TmpExpiry { get; }

    /// <summary><c>archive.zlib-level</c>; 6, within 1 to 9.</summary>
    public int ZlibLevel { get; }

    /// <summary><c>core.collection-id</c>; none.</summary>
    public string? CollectionId { get; }

    /// <summary><c>core.parent</c>: the path of a repository that is read when this one lacks an object or a ref; none.</summary>
    public string? Parent { get; }

    /// <summary><c>core.tombstone-commits</c>; false.</summary>
    public bool TombstoneCommits { get; }

    /// <summary><c>core.payload-link-threshold</c> in bytes; -1, which is off.</summary>
    public long PayloadLinkThreshold { get; }

    /// <summary><c>core.auto-update-summary</c>, or its old name <c>core.commit-update-summary</c>; false.</summary>
    public bool AutoUpdateSummary { get; }

    /// <summary><c>core.no-deltas-in-summary</c>; false.</summary>
    public bool NoDeltasInSummary { get; }

    /// <summary><c>core.add-remotes-config-dir</c>; true for the system's repository.</summary>
    public bool AddRemotesConfigDir { get; }

    /// <summary><c>core.default-repo-finders</c>; <c>config</c> and <c>mount</c>: where refs of collections are looked for, also <c>lan</c>.</summary>
    public IReadOnlyList<string> DefaultFinders { get; }

    /// <summary><c>core.min-free-space-percent</c>; 3 when no reserve is set; 0 when a size is.</summary>
    public int MinFreeSpacePercent { get; private set; }

    /// <summary><c>core.min-free-space-size</c> in bytes; 0 when none is set.</summary>
    public long MinFreeSpaceSize { get; private set; }

    /// <summary>The remotes that the file itself configures, by name.</summary>
    internal IReadOnlyCollection<string> RemoteNames
        => [.. _file.Groups.Where(static group => group is ['r', 'e', 'm', 'o', 't', 'e', ' ', '"', .., '"']).Select(static group => group["remote \"".Length..^1])];

    /// <summary>Reads a config.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">Where it is; for messages.</param>
    /// <param name="isSystem">Whether this is the system's repository.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/> or <see cref="OstreeFault.MalformedKeyFile"/>.</exception>
    internal static RepositoryConfig Parse(ReadOnlySpan<byte> text, string path, bool isSystem)
    {
        try
        {
            return new RepositoryConfig(KeyFile.Parse(text), path, isSystem);
        }
        catch (OstreeException e) when (e.Fault is OstreeFault.MalformedKeyFile or OstreeFault.KeyNotFound)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The config '{path}' cannot be read: {e.Message}", path, "Correct the file.", e);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.InvalidConfig && !string.Equals(e.Subject, path, StringComparison.Ordinal))
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The config '{path}' has a value that is not allowed: {e.Message}", path, e.Remedy, e);
        }
    }

    /// <summary>The text of the config of a new repository.</summary>
    internal static string TextOfNew(RepositoryMode mode, string? collectionId)
        => $"[core]\nrepo_version=1\nmode={mode.ToConfigName()}\n" + (collectionId is null ? string.Empty : $"collection-id={collectionId}\n");

    /// <summary>Bytes to keep free on a file system of this size.</summary>
    internal long ReservedBytes(long fileSystemBytes)
        => MinFreeSpaceSize > 0 ? MinFreeSpaceSize : (long)(fileSystemBytes * (MinFreeSpacePercent / 100.0));

    /// <summary>The value of any key as it stands; null when it is absent.</summary>
    public string? Text(string group, string key) => _file.TryGetRaw(group, key, out string? value) ? value : null;

    private bool Flag(string group, string key, bool fallback)
        => _file.HasKey(group, key) ? _file.GetBoolean(group, key) : fallback;

    private long Number(string group, string key, long fallback)
    {
        if (Text(group, key) is not { } text)
            return fallback;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Invalid($"{group}.{key}", $"is '{text}', which is no whole number", "Correct the value.");
    }

    private IReadOnlyList<string> Finders()
    {
        if (!_file.HasKey(Core, "default-repo-finders"))
            return ["config", "mount"];
        IReadOnlyList<string> finders = _file.GetStringList(Core, "default-repo-finders");
        if (finders.Count == 0)
            throw Invalid("core.default-repo-finders", "is empty", "Name config, mount or lan, or remove the setting.");
        return finders.FirstOrDefault(finder => finder is not ("config" or "mount" or "lan")) is { } unknown
            ? throw Invalid("core.default-repo-finders", $"has '{unknown}'", "Name config, mount or lan, separated by semicolons.")
            : finders;
    }

    private void ReadFreeSpace()
    {
        if (Text(Core, "min-free-space-size") is { } size)
            MinFreeSpaceSize = ParseSize(size);
        if (Text(Core, "min-free-space-percent") is { } percent)
        {
            if (!int.TryParse(percent, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value > 99)
                throw Invalid("core.min-free-space-percent", $"is '{percent}'", "Give a whole number from 0 to 99.");
            MinFreeSpacePercent = MinFreeSpaceSize > 0 ? 0 : value;
        }
        else if (Text(Core, "min-free-space-size") is null)
        {
            MinFreeSpacePercent = 3;
        }
    }

    private long ParseSize(string text)
    {
        int shift = text switch
        {
            [.., 'M', 'B'] => 20,
            [.., 'G', 'B'] => 30,
            [.., 'T', 'B'] => 40,
            _ => -1,
        };
        if (shift > 0 && long.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= long.MaxValue >> shift)
            return value << shift;
        throw Invalid("core.min-free-space-size", $"is '{text}'", "Give a whole number with MB, GB or TB, such as 500MB.");
    }

    private OstreeException Invalid(string key, string what, string remedy)
        => new(OstreeFault.InvalidConfig, $"In the config '{_path}', {key} {what}.", _path, remedy);
}
