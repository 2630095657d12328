using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Pull.Finding;

/// <summary>
/// Finds repositories on removable volumes: those that <c>.ostree/repos.d</c> has or links to, by name, then those at well-known
/// places. A volume is never left: not by a link, not by a mount on it, not by a repository's parent.
/// </summary>
/// <param name="mountPoints">Where volumes are mounted; null for all that are removable.</param>
/// <param name="observer">Hears what is passed over.</param>
internal sealed class MountFinder(IReadOnlyList<string>? mountPoints, IOperationObserver observer) : IRemoteFinder
{
    private const string Links = ".ostree/repos.d";
    private const int LinksLookedAt = 256;
    private static readonly string[] KnownPlaces = [UsbRepository.DefaultPlace, "ostree/repo", "var/lib/flatpak/repo"];

    public FinderKind Kind => FinderKind.Mount;

    public int Priority => 50;

    public Task<IReadOnlyList<FoundPlace>> FindAsync(IReadOnlyList<PullRef> wanted, CollectionKeyrings keyrings, CancellationToken stop)
        => Task.Run<IReadOnlyList<FoundPlace>>(
            () => [.. (mountPoints ?? [.. RemovableVolumes.MountPoints()]).Distinct(StringComparer.Ordinal).SelectMany(volume => FindOn(volume, wanted, keyrings, stop))],
            stop);

    private List<FoundPlace> FindOn(string path, IReadOnlyList<PullRef> wanted, CollectionKeyrings keyrings, CancellationToken stop)
    {
        int errno = 0;
        using DirectoryHandle? volume = mountPoints is not null ? DirectoryHandle.Open(path) : DirectoryHandle.TryOpen(path, out errno);
        if (volume is null)
        {
            observer.Note($"The volume '{path}' is passed over: {Errno.Fault(errno, "open", path).Message}");
            return [];
        }

        // Of a ref only the first repository counts: a second one on the same volume would be no faster.
        var left = new HashSet<PullRef>(wanted);
        var places = new List<FoundPlace>();
        foreach (string place in Places(volume))
        {
            stop.ThrowIfCancellationRequested();
            if (left.Count == 0)
                break;
            if (TryRead(volume, place, keyrings.Repository) is not (string repository, HashSet<PullRef> refs))
                continue;
            PullRef[] here = [.. left.Where(entry => refs.Contains(entry with { Commit = null }))];
            if (here.Length == 0)
                observer.Note($"'{repository}' has none of the refs.");
            left.ExceptWith(here);
            places.AddRange(keyrings.At(UrlOf(repository), here));
        }

        return places;
    }

    private static IEnumerable<string> Places(DirectoryHandle volume)
    {
        using DirectoryHandle? links = volume.TryOpenBeneath(Links);
        string[] linked = links is null ? [] : [.. links.List().Select(entry => entry.Name).Order(Utf8Order.Comparer).Take(LinksLookedAt).Select(name => $"{Links}/{name}")];
        return linked.Concat(KnownPlaces);
    }

    private (string Path, HashSet<PullRef> Refs)? TryRead(DirectoryHandle volume, string place, OstreeRepository asking)
    {
        using DirectoryHandle? directory = Open(volume, place);
        if (directory is null)
        {
            if (volume.TryStat(place, out _) is not null)
                observer.Note($"'{volume.Child(place)}' is passed over: it is no directory of the volume, or a link that leads out of it.");
            return null;
        }

        try
        {
            string path = directory.RealPath;
            using OstreeRepository repository = OstreeRepository.Open(path);
            RequireOn(volume, directory, repository, asking);
            return (path, [.. repository.Refs.List((name, fault) => observer.Note($"The ref '{name}' in '{path}' is passed over: {fault.Message}"))
                .Where(entry => entry is { CollectionId: not null, Kind: not RefKind.Remote })
                .Select(entry => new PullRef(entry.Name, entry.CollectionId))]);
        }
        catch (OstreeException e)
        {
            observer.Note($"'{directory.Path}' is passed over: {e.Message}");
            return null;
        }
    }

    // A link may name its target from the root, as long as that is on the volume.
    private static DirectoryHandle? Open(DirectoryHandle volume, string place)
    {
        if (volume.TryOpenBeneath(place) is { } beneath)
            return beneath;
        DirectoryHandle? named = DirectoryHandle.TryOpen(volume.Child(place), out _);
        if (named is null || IsBelow(volume, named))
            return named;
        named.Dispose();
        return null;
    }

    private static bool IsBelow(DirectoryHandle volume, DirectoryHandle directory)
        => directory.RealPath.StartsWith($"{volume.RealPath.TrimEnd('/')}/", StringComparison.Ordinal);

    private static void RequireOn(DirectoryHandle volume, DirectoryHandle directory, OstreeRepository repository, OstreeRepository asking)
    {
        FileStatus opened = repository.Root.Stat();
        if (!Same(opened, directory.Stat()) || opened.Device != volume.Stat().Device)
            throw Outside(repository.Path, "it is on another file system than the volume");
        if (Same(opened, asking.Root.Stat()))
            throw new OstreeException(OstreeFault.InvalidPath, "It is the repository that asks.", repository.Path);
        for (OstreeRepository? parent = repository.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent.Root.Stat().Device != opened.Device || !IsBelow(volume, parent.Root))
                throw Outside(repository.Path, $"its parent '{parent.Path}' is not on the volume");
        }
    }

    private static bool Same(in FileStatus one, in FileStatus two) => one.Device == two.Device && one.Inode == two.Inode;

    private static OstreeException Outside(string path, string why)
        => new(OstreeFault.InvalidPath, $"It leads out of the volume: {why}.", path, "Nothing that is not on a volume is taken for what is on it.");

    private static string UrlOf(string path) => $"file://{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
}
