using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Configuration;

namespace OstreePS.Core.Repository.Remotes;

/// <summary>
/// The remotes of a repository as they are on disk now: groups of its <c>config</c>, files <c>NAME.conf</c> in its directory for
/// remotes (<see cref="OstreeRepository.RemotesDirectory"/>), and those of its parent.
/// </summary>
/// <param name="repository">The repository.</param>
public sealed class RemoteStore(OstreeRepository repository)
{
    private const int FileLimit = 1 << 20;

    /// <summary>All remotes, sorted by name.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>: a file cannot be read, or two define the same remote.</exception>
    public IReadOnlyList<Remote> List() => [.. Load().Values.OrderBy(remote => remote.Name, Utf8Order.Comparer)];

    /// <summary>A remote; null when there is none. A <c>file://</c> URL is the remote that it names.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>.</exception>
    public Remote? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Remote.IsUrl(name))
            return Load().GetValueOrDefault(name);
        return new Remote(name, OfUrl(name), name, repository.Path, inherited: null);
    }

    /// <summary>A remote that must be there.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RemoteNotFound"/> or <see cref="OstreeFault.InvalidConfig"/>.</exception>
    public Remote Get(string name) => Find(name) ?? throw new OstreeException(
        OstreeFault.RemoteNotFound,
        $"There is no remote '{name}' in '{repository.Path}'.",
        name,
        "Get-OstreeRemote lists the remotes; Add-OstreeRemote adds one.");

    private static KeyFile OfUrl(string url)
    {
        // A group's name cannot hold every character of a URL, and is never looked at by its text.
        var file = new KeyFile();
        file.FindOrAddGroup(Remote.GroupOf(url)).Add(new KeyFileLine("url", url));
        return file;
    }

    private Dictionary<string, Remote> Load()
    {
        var remotes = new Dictionary<string, Remote>(StringComparer.Ordinal);
        Dictionary<string, Remote> inherited = repository.Parent is { } parent ? new RemoteStore(parent).Load() : [];
        Add(new ConfigEditor(repository).Load(), repository.Root.Child(RepositoryLayout.Config));
        foreach (string path in FilesOfTheirOwn())
            Add(Read(path), path);
        foreach ((string name, Remote remote) in inherited)
            remotes.TryAdd(name, remote);
        return remotes;

        void Add(KeyFile file, string path)
        {
            foreach (string group in file.Groups)
            {
                if (Remote.NameOf(group) is { } name && !remotes.TryAdd(name, new Remote(name, file, path, repository.Path, inherited.GetValueOrDefault(name))))
                    throw new OstreeException(OstreeFault.InvalidConfig, $"The remote '{name}' is defined in '{path}', and in '{remotes[name].DefinedIn}' as well.", path, "Remove it from one of them.");
            }
        }
    }

    private IEnumerable<string> FilesOfTheirOwn() => repository.RemotesDirectory is { } directory && Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*.conf").Order(Utf8Order.Comparer)
        : [];

    private static KeyFile Read(string path)
    {
        try
        {
            using var directory = Platform.DirectoryHandle.Open(Path.GetDirectoryName(path)!);
            return KeyFile.Parse(directory.ReadSmallFile(Path.GetFileName(path), FileLimit));
        }
        catch (OstreeException e) when (e.Fault is not OstreeFault.PermissionDenied)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The file of remotes '{path}' cannot be read: {e.Message}", path, "Correct the file, or remove it.", e);
        }
    }
}
