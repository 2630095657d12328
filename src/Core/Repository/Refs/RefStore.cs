using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Refs;

/// <summary>The refs of a repository: small files with a checksum and a newline, or symbolic links for aliases.</summary>
public sealed class RefStore
{
    private const int FileLimit = 4096;
    private readonly OstreeRepository _repository;

    internal RefStore(OstreeRepository repository) => _repository = repository;

    /// <summary>All refs, sorted by where they live and by name. Files whose names no ref can have are passed over, as upstream does.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptRef"/>.</exception>
    public IReadOnlyList<RefEntry> List() => List(static (_, fault) => throw fault);

    /// <summary>All refs, and what is wrong with those that cannot be read.</summary>
    /// <param name="damaged">Hears of each ref that cannot be read: its path, and why.</param>
    public IReadOnlyList<RefEntry> List(Action<string, OstreeException> damaged)
    {
        RequireArea(RepositoryLayout.Heads);
        RequireArea(RepositoryLayout.Remotes);
        var entries = new List<RefEntry>();
        Collect(RepositoryLayout.Heads, (name, checksum, alias)
            => entries.Add(new RefEntry(name, checksum, RefKind.Local, CollectionId: _repository.CollectionId, AliasOf: alias) { Repository = _repository.Path }), damaged);
        foreach (string remote in DirectoriesIn(RepositoryLayout.Remotes))
        {
            string? collection = _repository.Config.Text($"remote \"{remote}\"", "collection-id");
            Collect($"{RepositoryLayout.Remotes}/{remote}", (name, checksum, alias)
                => entries.Add(new RefEntry(name, checksum, RefKind.Remote, remote, collection, alias) { Repository = _repository.Path }), damaged);
        }

        foreach (string collection in DirectoriesIn(RepositoryLayout.Mirrors))
        {
            Collect($"{RepositoryLayout.Mirrors}/{collection}", (name, checksum, alias)
                => entries.Add(new RefEntry(name, checksum, RefKind.Mirror, CollectionId: collection, AliasOf: alias) { Repository = _repository.Path }), damaged);
        }

        entries.Sort(Compare);
        return entries;
    }

    /// <summary>The commit of a local ref, or a remote's when one is named; null when there is none. The parent repository is asked last.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptRef"/>.</exception>
    public Checksum? Find(string name, string? remote = null)
        => Read(remote is null ? $"{RepositoryLayout.Heads}/{name}" : $"{RepositoryLayout.Remotes}/{remote}/{name}")
            ?? _repository.Parent?.Refs.Find(name, remote);

    /// <summary>The commit of a local ref, or else of any remote's ref of that name, as upstream resolves a revision.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptRef"/>.</exception>
    public Checksum? FindAnywhere(string name)
    {
        if ((Read($"{RepositoryLayout.Heads}/{name}") ?? Read($"{RepositoryLayout.Remotes}/{name}")) is { } found)
            return found;
        foreach (string remote in DirectoriesIn(RepositoryLayout.Remotes))
        {
            if (Read($"{RepositoryLayout.Remotes}/{remote}/{name}") is { } fetched)
                return fetched;
        }

        return _repository.Parent?.Refs.FindAnywhere(name);
    }

    /// <summary>The commit of a ref of this very repository, wherever it lies; parents are not asked.</summary>
    internal Checksum? FindOwn(RefAddress address) => Read($"{address.AreaIn(_repository)}/{address.Name}");

    /// <summary>The ref that an alias stands for; null when the ref is no alias.</summary>
    internal string? AliasTargetOf(RefAddress address)
    {
        string path = $"{address.AreaIn(_repository)}/{address.Name}";
        return _repository.Root.TryStat(path, out _) is { IsSymlink: true } ? AliasTarget(_repository.Root.ReadLink(path)) : null;
    }

    internal DirectoryHandle OpenOrCreate(string path)
    {
        DirectoryHandle current = _repository.Root;
        DirectoryHandle? opened = null;
        foreach (string part in path.Split('/'))
        {
            current.CreateDirectory(part);
            DirectoryHandle next = current.OpenDirectory(part);
            opened?.Dispose();
            current = opened = next;
        }

        return opened ?? throw new ArgumentException("The path is empty.", nameof(path));
    }

    private static int Compare(RefEntry one, RefEntry two)
    {
        if (one.Kind != two.Kind)
            return one.Kind - two.Kind;
        int area = one.Kind == RefKind.Mirror
            ? Utf8Order.CompareNames(one.CollectionId, two.CollectionId)
            : Utf8Order.CompareNames(one.Remote, two.Remote);
        return area != 0 ? area : Utf8Order.CompareNames(one.Name, two.Name);
    }

    private void Collect(string area, Action<string, Checksum, string?> add, Action<string, OstreeException> damaged)
    {
        using DirectoryHandle? directory = Open(area);
        if (directory is not null)
            Collect(directory, area, string.Empty, add, damaged);
    }

    private void Collect(DirectoryHandle directory, string area, string prefix, Action<string, Checksum, string?> add, Action<string, OstreeException> damaged)
    {
        foreach (DirectoryEntry entry in directory.List())
        {
            if (!RefName.IsFragment(entry.Name) || directory.TryStat(entry.Name, out _) is not { } status)
                continue;
            string name = prefix + entry.Name;
            if (status.IsDirectory)
            {
                using DirectoryHandle child = directory.OpenDirectory(entry.Name);
                Collect(child, area, name + "/", add, damaged);
            }
            else
            {
                AddOne($"{area}/{name}", checksum => add(name, checksum, status.IsSymlink ? AliasTarget(directory.ReadLink(entry.Name)) : null), damaged);
            }
        }
    }

    private void AddOne(string path, Action<Checksum> add, Action<string, OstreeException> damaged)
    {
        Checksum? checksum;
        try
        {
            checksum = Read(path);
        }
        catch (OstreeException e)
        {
            damaged(path, e);
            return;
        }

        if (checksum is { } found)
            add(found);
    }

    // An alias is a relative link from its own directory; the steps up lead to the area's root.
    private static string AliasTarget(string link)
    {
        while (link.StartsWith("../", StringComparison.Ordinal))
            link = link[3..];
        return link;
    }

    private Checksum? Read(string path)
    {
        string full = _repository.Root.Child(path);
        int descriptor = NativeFiles.OpenAt(_repository.Root, path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec | OpenFlags.NonBlocking, 0);
        if (descriptor < 0)
            return Errno.Last is Errno.NoEntry or Errno.NotDirectory ? null : throw Errno.Fault(Errno.Last, "open", full);
        using var file = NativeFiles.ToHandle(descriptor);
        FileStatus status = file.Stat(full);
        if (status.IsDirectory)
            return null;
        Span<byte> buffer = stackalloc byte[FileLimit];
        string text = Encoding.UTF8.GetString(buffer[..file.ReadFully(buffer, full)]).TrimEnd();
        return Checksum.TryParse(text, out Checksum checksum) ? checksum : throw new OstreeException(
            OstreeFault.CorruptRef,
            $"The ref '{path}' in '{_repository.Path}' holds no checksum.",
            full,
            "Set it anew, or remove the file.");
    }

    // A repository that lost one of them has not lost its refs on purpose: a prune that took them for none would delete all.
    private void RequireArea(string area)
    {
        if (!_repository.Root.Exists(area))
        {
            throw new OstreeException(
                OstreeFault.PathNotFound,
                $"The refs of '{_repository.Path}' cannot be listed: its directory {area} is missing.",
                _repository.Root.Child(area),
                "Restore the directory, or make it anew if its refs are not wanted.");
        }
    }

    private IEnumerable<string> DirectoriesIn(string area)
    {
        using DirectoryHandle? directory = Open(area);
        return directory is null ? [] : [.. directory.List().Select(e => e.Name).Where(name => directory.Stat(name).IsDirectory).Order(Utf8Order.Comparer)];
    }

    private DirectoryHandle? Open(string area)
    {
        DirectoryHandle? directory = _repository.Root.TryOpenDirectory(area, out int errno);
        return directory is not null || errno == Errno.NoEntry ? directory : throw Errno.Fault(errno, "open directory", _repository.Root.Child(area));
    }
}
