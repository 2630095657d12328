using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull;

/// <summary>
/// Puts refs of collections onto a removable volume, where other hosts find them: an archive repository with mirrors of the refs
/// and a summary, at a well-known place or with a link in <c>.ostree/repos.d</c>.
/// </summary>
/// <remarks>The places are those of upstream's <c>create-usb</c> and of its finder for mounted volumes.</remarks>
public static class UsbRepository
{
    /// <summary>Where the repository is when no other place is named, below the volume.</summary>
    public const string DefaultPlace = ".ostree/repo";

    private const string OtherKnownPlace = "ostree/repo";
    private const string Links = ".ostree/repos.d";
    private const uint FolderMode = 0x1ED;
    private const int LinkNames = 100;

    /// <summary>Puts refs onto a volume.</summary>
    /// <param name="source">Where the refs are.</param>
    /// <param name="volume">The directory that the volume is mounted at; it must exist.</param>
    /// <param name="refs">The refs, each with its collection.</param>
    /// <param name="place">Where on the volume, relative to it.</param>
    /// <param name="fsync">Whether to sync.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPath"/> for a place outside the volume, <see cref="OstreeFault.InvalidOption"/>, or what a pull throws.</exception>
    public static async Task<PullResult> RunAsync(
        OstreeRepository source, string volume, IReadOnlyList<PullRef> refs, string place, bool fsync, IOperationObserver observer, CancellationToken stop)
    {
        if (refs.Count == 0 || refs.Any(wanted => wanted.CollectionId is null || wanted.Name.Length == 0))
            throw new OstreeException(OstreeFault.InvalidOption, "Each ref that goes onto a volume needs a collection.", "Ref", "Name it with -CollectionId, or give refs that have one.");
        var options = new PullOptions { Refs = refs, Mirror = true, Fsync = fsync };

        // What is not there is said before anything is made on the volume.
        LocalPull.Resolve(source, options);
        using DirectoryHandle root = DirectoryHandle.Open(Path.GetFullPath(volume));
        string path = Prepare(root, place);
        using OstreeRepository target = OstreeRepository.Create(path, RepositoryMode.Archive);
        using DirectoryHandle made = DirectoryHandle.Open(path);
        if (made.Stat().Device != root.Stat().Device)
            throw Outside(place, volume);
        if (made.Stat().Inode == source.Root.Stat().Inode && made.Stat().Device == source.Root.Stat().Device)
            throw new OstreeException(OstreeFault.InvalidOption, $"'{path}' is the repository that the refs come from.", path, "Name another place on the volume.");

        PullResult result = await LocalPull.RunAsync(target, source, options, observer, stop).ConfigureAwait(false);
        new SummaryFile(target).Update(new SummaryOptions(), stop);
        string normal = place.Trim('/');
        if (normal is not (DefaultPlace or OtherKnownPlace))
            LinkTo(root, normal, made.Stat().Inode);
        return result;
    }

    private static string Prepare(DirectoryHandle root, string place)
    {
        string[] parts = place.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || place.StartsWith('/') || parts.Contains(".."))
            throw Outside(place, root.Path);
        for (int i = 1; i < parts.Length; i++)
            root.CreateDirectory(string.Join('/', parts[..i]), FolderMode);
        return Path.Combine(root.Path, Path.Combine(parts));
    }

    private static void LinkTo(DirectoryHandle root, string place, ulong inode)
    {
        root.CreateDirectory(".ostree", FolderMode);
        root.CreateDirectory(Links, FolderMode);
        using DirectoryHandle links = root.OpenDirectory(Links);
        foreach (DirectoryEntry entry in links.List())
        {
            using DirectoryHandle? there = DirectoryHandle.TryOpen(links.Child(entry.Name), out _);
            if (there?.Stat().Inode == inode)
                return;
        }

        for (int i = 0; i < LinkNames; i++)
        {
            if (links.TryCreateSymlink($"../../{place}", $"{i:00}-generated"))
                return;
        }

        throw new OstreeException(OstreeFault.AlreadyExists, $"'{links.Path}' has no room for another link.", links.Path, "Remove links that are no longer used.");
    }

    private static OstreeException Outside(string place, string volume) => new(
        OstreeFault.InvalidPath,
        $"The place '{place}' is not on the volume '{volume}'.",
        place,
        "Name a path relative to the volume, on the same file system.");
}
