using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Configuration;

namespace OstreePS.Core.Repository.Remotes;

/// <summary>Adds, changes and removes remotes. Each change replaces one file in one step.</summary>
/// <remarks>
/// A new remote goes into a file of its own in <see cref="OstreeRepository.RemotesDirectory"/> where there is such a directory and
/// <c>core.add-remotes-config-dir</c> allows it, else into the <c>config</c>. One that exists is changed where it is.
/// </remarks>
/// <param name="repository">The repository.</param>
public sealed class RemoteEditor(OstreeRepository repository)
{
    private const uint DirectoryMode = 0x1ED;
    private const uint FileMode = 0x1A4;
    private const string MetalinkPrefix = "metalink=";
    private readonly RemoteStore _store = new(repository);
    private readonly ConfigEditor _config = new(repository);

    /// <summary>Adds a remote.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="url">Its URL, also <c>mirrorlist=URL</c> or <c>metalink=URL</c>; null for one that another program pulls from.</param>
    /// <param name="options">Its other settings, in order: texts, truths, or sequences of texts.</param>
    /// <param name="conflict">What to do when there is one of that name.</param>
    /// <returns>The remote as it is now, and whether anything was written.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.AlreadyExists"/>, <see cref="OstreeFault.InvalidRefName"/>,
    /// <see cref="OstreeFault.RepositoryReadOnly"/>, <see cref="OstreeFault.InvalidConfig"/> or <see cref="OstreeFault.MalformedKeyFile"/>.</exception>
    public (Remote Remote, bool Changed) Add(string name, string? url, IReadOnlyList<KeyValuePair<string, object>> options, RemoteConflict conflict)
    {
        ArgumentNullException.ThrowIfNull(options);
        RefName.ValidateRemote(name);
        Remote? existing = FindOwn(name);
        if (existing is not null && conflict == RemoteConflict.Keep)
            return (existing, false);
        if (existing is not null && conflict == RemoteConflict.Refuse)
        {
            throw new OstreeException(
                OstreeFault.AlreadyExists,
                $"There is a remote '{name}' already, in '{existing.DefinedIn}'.",
                name,
                "Change it with Set-OstreeRemote, or replace it with -Force.");
        }

        string group = Remote.GroupOf(name);
        Write(name, existing, file =>
        {
            if (file.HasGroup(group))
                file.RemoveGroup(group);
            if (url is not null)
                SetUrl(file, group, url);
            foreach ((string key, object value) in options)
                Set(file, group, key, value);
            if (!file.HasGroup(group))
                file.FindOrAddGroup(group);
        });
        return (_store.Get(name), true);
    }

    /// <summary>Changes a remote; what is not named stays.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="url">Its new URL, as for <see cref="Add"/>; null for the present one.</param>
    /// <param name="options">Its settings to change; a null value removes one.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RemoteNotFound"/> or as for <see cref="Add"/>.</exception>
    public Remote Change(string name, string? url, IReadOnlyList<KeyValuePair<string, object?>> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Remote existing = RequireOwn(name);
        string group = Remote.GroupOf(name);
        Write(name, existing, file =>
        {
            if (url is not null)
            {
                foreach (string old in new[] { "url", "metalink" }.Where(old => file.HasKey(group, old)))
                    file.RemoveKey(group, old);
                SetUrl(file, group, url);
            }

            foreach ((string key, object? value) in options)
            {
                if (value is not null)
                    Set(file, group, key, value);
                else if (file.HasKey(group, key))
                    file.RemoveKey(group, key);
            }
        });
        return _store.Get(name);
    }

    /// <summary>Removes a remote with its keyring. Its refs and cookies stay, as with upstream.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RemoteNotFound"/> or as for <see cref="Add"/>.</exception>
    public void Remove(string name)
    {
        RefName.ValidateRemote(name);
        Remote existing = RequireOwn(name);
        repository.RequireWritable();
        if (IsInConfig(existing))
        {
            KeyFile config = _config.Load();
            config.RemoveGroup(Remote.GroupOf(name));
            _config.Save(config);
        }
        else
        {
            RemoveFrom(existing);
        }

        repository.Root.Unlink(existing.KeyringName);
    }

    private static void SetUrl(KeyFile file, string group, string url)
    {
        if (url.StartsWith(MetalinkPrefix, StringComparison.Ordinal))
            file.SetString(group, "metalink", url[MetalinkPrefix.Length..]);
        else
            file.SetString(group, "url", url);
    }

    private static void Set(KeyFile file, string group, string key, object value)
    {
        if (value is bool truth)
            file.SetBoolean(group, key, truth);
        else if (value is IEnumerable<string> texts)
            file.SetStringList(group, key, texts);
        else
            file.SetString(group, key, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty);
        RequireKind(file, group, key);
    }

    private static void RequireKind(KeyFile file, string group, string key)
    {
        var name = new ConfigKeyName(group, key);
        if (KnownSetting.Find(name)?.Kind == ConfigValueKind.Boolean && KeyFileValue.ReadBoolean(file.GetRaw(group, key)) is null)
            throw new OstreeException(OstreeFault.InvalidConfig, $"'{name}' cannot be '{file.GetRaw(group, key)}'.", name.ToString(), "Give true or false.");
    }

    private void Write(string name, Remote? existing, Action<KeyFile> change)
    {
        repository.RequireWritable();
        if (existing is not null ? IsInConfig(existing) : repository.RemotesDirectory is null || !repository.Config.AddRemotesConfigDir)
        {
            KeyFile config = _config.Load();
            change(config);
            _config.Save(config);
            return;
        }

        string path = existing?.DefinedIn ?? Path.Combine(repository.RemotesDirectory!, $"{name}.conf");
        using DirectoryHandle directory = MakeDirectory(Path.GetDirectoryName(path)!);
        string leaf = Path.GetFileName(path);
        KeyFile file = existing is null ? new KeyFile() : KeyFile.Parse(directory.ReadSmallFile(leaf, OstreeRepository.ConfigLimit));
        change(file);
        Save(file, directory, leaf);
    }

    // Upstream removes the file, and with it whatever else it defines.
    private static void RemoveFrom(Remote remote)
    {
        using DirectoryHandle directory = DirectoryHandle.Open(Path.GetDirectoryName(remote.DefinedIn)!);
        string leaf = Path.GetFileName(remote.DefinedIn);
        KeyFile file = KeyFile.Parse(directory.ReadSmallFile(leaf, OstreeRepository.ConfigLimit));
        file.RemoveGroup(Remote.GroupOf(remote.Name));
        if (file.Groups.Count == 0)
            directory.Unlink(leaf);
        else
            Save(file, directory, leaf);
    }

    private static void Save(KeyFile file, DirectoryHandle directory, string leaf)
    {
        using AnonymousFile replacement = AnonymousFile.CreateIn(directory);
        replacement.Handle.WriteAll(file.ToBytes(), replacement.Label);
        replacement.Handle.ChangeMode(FileMode, replacement.Label);
        replacement.Handle.Sync(replacement.Label);
        replacement.PublishOver(directory, leaf);
        directory.Sync();
    }

    private static DirectoryHandle MakeDirectory(string path)
    {
        if (DirectoryHandle.TryOpen(path, out _) is { } there)
            return there;
        if (Path.GetDirectoryName(path) is { } above)
        {
            using DirectoryHandle parent = MakeDirectory(above);
            parent.CreateDirectory(Path.GetFileName(path), DirectoryMode);
        }

        return DirectoryHandle.Open(path);
    }

    private bool IsInConfig(Remote remote) => string.Equals(remote.DefinedIn, repository.Root.Child(RepositoryLayout.Config), StringComparison.Ordinal);

    private Remote? FindOwn(string name)
        => _store.Find(name) is { } found && string.Equals(found.Repository, repository.Path, StringComparison.Ordinal) ? found : null;

    private Remote RequireOwn(string name)
    {
        Remote remote = _store.Get(name);
        return string.Equals(remote.Repository, repository.Path, StringComparison.Ordinal) ? remote : throw new OstreeException(
            OstreeFault.RemoteNotFound,
            $"The remote '{name}' belongs to the parent repository '{remote.Repository}'.",
            name,
            "Change it there.");
    }
}
