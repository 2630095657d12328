using System.Globalization;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Configuration;

/// <summary>Reads and changes the config of a repository as it is on disk now.</summary>
/// <remarks>
/// A change keeps comments, order and whatever else is in the file, and replaces the file in one step. What the repository could
/// not be opened with is refused and changes nothing. An open repository goes on with the config that it was opened with.
/// </remarks>
public sealed class ConfigEditor
{
    private const long Megabyte = 1 << 20;
    private readonly OstreeRepository _repository;
    private readonly string? _remotesDirectory;

    /// <summary>Edits the config of a repository.</summary>
    public ConfigEditor(OstreeRepository repository)
        : this(repository, (repository ?? throw new ArgumentNullException(nameof(repository))).RemotesDirectory)
    {
    }

    internal ConfigEditor(OstreeRepository repository, string? remotesDirectory)
    {
        _repository = repository;
        _remotesDirectory = remotesDirectory;
    }

    private string Path => _repository.Root.Child(RepositoryLayout.Config);

    /// <summary>Everything that is set, in the order of the file.</summary>
    /// <param name="withDefaults">Whether settings that are known, but not set, come behind them.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/> or a fault of the file system.</exception>
    public IReadOnlyList<ConfigEntry> List(bool withDefaults)
    {
        KeyFile file = Load();
        var entries = file.Groups.SelectMany(group => file.Keys(group).Select(key => EntryOf(file, new ConfigKeyName(group, key)))).ToList();
        if (withDefaults)
        {
            IEnumerable<string> remotes = file.Groups.Where(KnownSetting.IsRemote);
            IEnumerable<ConfigKeyName> known = KnownSetting.All.Where(setting => !string.Equals(setting.Name.Group, "remote", StringComparison.Ordinal)).Select(setting => setting.Name)
                .Concat(remotes.SelectMany(remote => KnownSetting.Of(remote).Select(setting => setting.Name with { Group = remote })));
            entries.AddRange(known.Where(name => !file.HasKey(name.Group, name.Key)).Select(name => EntryOf(file, name)));
        }

        return entries;
    }

    /// <summary>One setting that is set.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.KeyNotFound"/>, <see cref="OstreeFault.InvalidConfig"/>.</exception>
    public ConfigEntry Get(ConfigKeyName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        KeyFile file = Load();
        return file.HasKey(name.Group, name.Key) ? EntryOf(file, name) : throw new OstreeException(
            OstreeFault.KeyNotFound,
            $"'{name}' is not set in the config of '{_repository.Path}'.",
            name.ToString(),
            "Get-OstreeConfig lists what is set, and with -All also what could be.");
    }

    /// <summary>Sets a value. When it is the present one already, the file is not touched.</summary>
    /// <param name="name">Group and key.</param>
    /// <param name="value">A text, a truth, a number (of bytes, for a size), or a sequence of texts.</param>
    /// <returns>The setting as it is now, and whether anything changed.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>: the value is not of the setting's kind, or the repository would not open
    /// again. <see cref="OstreeFault.AlreadyExists"/>: a file of its own describes that remote. <see cref="OstreeFault.MalformedKeyFile"/>: an impossible name.</exception>
    public (ConfigEntry Entry, bool Changed) Set(ConfigKeyName name, object value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        _repository.RequireWritable();
        KeyFile file = Load();
        string? before = file.TryGetRaw(name.Group, name.Key, out string? raw) ? raw : null;
        if (value is IEnumerable<string> texts)
            file.SetStringList(name.Group, name.Key, texts);
        else
            file.SetString(name.Group, name.Key, TextOf(value, KnownSetting.Find(name)?.Kind));
        bool changed = !string.Equals(before, file.GetRaw(name.Group, name.Key), StringComparison.Ordinal);
        if (changed)
        {
            CheckKind(name, file);
            Save(file);
        }

        return (EntryOf(file, name), changed);
    }

    /// <summary>Removes a setting; returns false, and leaves the file alone, when it is not set.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>: the repository would not open again.</exception>
    public bool Remove(ConfigKeyName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _repository.RequireWritable();
        KeyFile file = Load();
        if (!file.HasKey(name.Group, name.Key))
            return false;
        file.RemoveKey(name.Group, name.Key);
        Save(file);
        return true;
    }

    private static string TextOf(object value, ConfigValueKind? kind) => value switch
    {
        // PowerShell reads 500MB as a number of bytes.
        int or long when kind == ConfigValueKind.Size && Convert.ToInt64(value, CultureInfo.InvariantCulture) is > 0 and long bytes && bytes % Megabyte == 0
            => string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte}MB"),
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private ConfigEntry EntryOf(KeyFile file, ConfigKeyName name)
    {
        KnownSetting? known = KnownSetting.Find(name);
        string? raw = file.TryGetRaw(name.Group, name.Key, out string? there) ? there : null;
        string? text = raw is null ? null : KeyFileValue.Unescape(raw) ?? raw;
        return new ConfigEntry(name.Group, name.Key, ValueOf(known?.Kind ?? ConfigValueKind.Text, raw ?? known?.Default), text) { Repository = _repository.Path };
    }

    // What cannot be read as its kind is shown as the text that it is.
    private static object? ValueOf(ConfigValueKind kind, string? raw) => raw is null ? null : kind switch
    {
        ConfigValueKind.Boolean => KeyFileValue.ReadBoolean(raw) ?? (object)raw,
        ConfigValueKind.Number => KeyFileValue.ReadInt64(raw) ?? (object)raw,
        ConfigValueKind.List => KeyFileValue.UnescapeList(raw, ';') ?? (object)raw,
        _ => KeyFileValue.Unescape(raw) ?? raw,
    };

    private static void CheckKind(ConfigKeyName name, KeyFile file)
    {
        string raw = file.GetRaw(name.Group, name.Key);
        string? problem = KnownSetting.Find(name)?.Kind switch
        {
            ConfigValueKind.Boolean when KeyFileValue.ReadBoolean(raw) is null => "true or false",
            ConfigValueKind.Number when KeyFileValue.ReadInt64(raw) is null => "a whole number",
            _ when name is { Group: "core", Key: "collection-id" } && raw.Length > 0 && !RefName.IsCollectionId(raw) => "a reverse domain name such as org.example.Os",
            _ => null,
        };
        if (problem is not null)
            throw new OstreeException(OstreeFault.InvalidConfig, $"'{name}' cannot be '{raw}'.", name.ToString(), $"Give {problem}.");
    }

    /// <summary>The whole file.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/> or a fault of the file system.</exception>
    internal KeyFile Load()
    {
        try
        {
            return KeyFile.Parse(File.ReadAllBytes(Path));
        }
        catch (OstreeException e)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The config '{Path}' cannot be read: {e.Message}", Path, "Correct the file.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OstreeException(OstreeFault.PermissionDenied, $"The config '{Path}' cannot be read: {e.Message}", Path, "Run as a user who may read it.", e);
        }
        catch (IOException e)
        {
            throw new OstreeException(OstreeFault.IoFailed, $"The config '{Path}' cannot be read: {e.Message}", Path, "Check the repository.", e);
        }
    }

    /// <summary>Replaces the whole file in one step, unless the repository would not open again.</summary>
    internal void Save(KeyFile file)
    {
        byte[] text = file.ToBytes();
        RequireOpenable(RepositoryConfig.Parse(text, Path, _repository.IsSystem));
        RequireOwnRemotes(file);
        FileStatus before = _repository.Root.Stat(RepositoryLayout.Config);
        using AnonymousFile replacement = AnonymousFile.CreateIn(_repository.Root);
        replacement.Handle.WriteAll(text, replacement.Label);
        replacement.Handle.ChangeMode(before.Mode & UnixMode.PermissionMask, replacement.Label);
        replacement.Handle.Sync(replacement.Label);
        replacement.PublishOver(_repository.Root, RepositoryLayout.Config);
        _repository.Root.Sync();
    }

    private void RequireOpenable(RepositoryConfig config)
    {
        if (config.Parent is null || string.Equals(config.Parent, _repository.Config.Parent, StringComparison.Ordinal))
            return;
        string parent = System.IO.Path.GetFullPath(System.IO.Path.Combine(_repository.Path, config.Parent));
        if (string.Equals(parent, _repository.Path, StringComparison.Ordinal))
            throw new OstreeException(OstreeFault.InvalidConfig, $"The repository '{parent}' cannot be its own parent.", parent, "Name another repository.");
        try
        {
            OstreeRepository.Open(parent).Dispose();
        }
        catch (OstreeException e)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The parent '{parent}' cannot be opened: {e.Message}", parent, e.Remedy, e);
        }
    }

    // A remote that a file of its own describes would be there twice.
    private void RequireOwnRemotes(KeyFile file)
    {
        if (_remotesDirectory is null || !Directory.Exists(_remotesDirectory))
            return;
        var mine = file.Groups.Where(KnownSetting.IsRemote).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_remotesDirectory, "*.conf").Where(_ => mine.Count > 0))
        {
            if (KeyFile.Parse(File.ReadAllBytes(path)).Groups.FirstOrDefault(mine.Contains) is { } twice)
                throw new OstreeException(OstreeFault.AlreadyExists, $"[{twice}] is already defined in '{path}'.", path, "Change that file.");
        }
    }
}
