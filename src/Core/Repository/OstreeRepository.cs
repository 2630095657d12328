using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository;

/// <summary>An open repository. It may be used from several threads.</summary>
public sealed class OstreeRepository : IDisposable
{
    private const string SystemPath = "/ostree/repo";
    private const string SystemRemotes = "/etc/ostree/remotes.d";
    private const int ParentLimit = 16;
    internal const int ConfigLimit = 16 * 1024 * 1024;

    private OstreeRepository(DirectoryHandle root, RepositoryConfig config, bool isSystem, OstreeRepository? parent)
    {
        Root = root;
        Config = config;
        IsSystem = isSystem;
        RemotesDirectory = isSystem ? SystemRemotes : null;
        Parent = parent;
        Path = root.Path;
        Store = LooseStore.Create(new ObjectDirectory(root.OpenDirectory(RepositoryLayout.Objects), config.Mode), config.PerObjectFsync && config.Fsync, config.ZlibLevel, config.DisableXattrs);
        IsWritable = Store.Directory.Handle.IsWritable();
        Owner = Store.Directory.Handle.Stat().Uid;
        Lock = new RepositoryLock(root, config.LockTimeout, config.Locking && IsWritable);
        Source = parent is null ? Store : new SourceChain(Store, parent.Source);
        Objects = new ObjectLoader(Source, Path);
        Refs = new RefStore(this);
        CommitStates = new CommitStateStore(this);
    }

    /// <summary>Where the repository is: an absolute path.</summary>
    public string Path { get; }

    /// <summary>How content is kept.</summary>
    public RepositoryMode Mode => Config.Mode;

    /// <summary>What the config says.</summary>
    public RepositoryConfig Config { get; }

    /// <summary>The collection that local refs belong to; null for none.</summary>
    public string? CollectionId => Config.CollectionId;

    /// <summary>Whether the present user may write objects.</summary>
    public bool IsWritable { get; }

    /// <summary>Whether this is the repository of the running system, or of a system root by which it was opened.</summary>
    public bool IsSystem { get; }

    /// <summary>The repository that is read where this one lacks something; null for none.</summary>
    public OstreeRepository? Parent { get; }

    /// <summary>
    /// Where remotes have files of their own: <c>/etc/ostree/remotes.d</c> for the repository of the running system, below another
    /// root for one that is not running; null where there are none. Whoever opens the repository may choose another directory.
    /// </summary>
    public string? RemotesDirectory { get; set; }

    /// <summary>Reads objects.</summary>
    public ObjectLoader Objects { get; }

    /// <summary>Reads and changes refs.</summary>
    public RefStore Refs { get; }

    /// <summary>What is known of commits that are not complete.</summary>
    public CommitStateStore CommitStates { get; }

    /// <summary>What is done after refs have changed; null for nothing. It may throw: the refs have changed all the same.</summary>
    internal Action? AfterRefsChanged { get; set; }

    /// <summary>The user that the objects' directory belongs to.</summary>
    internal uint Owner { get; }

    internal DirectoryHandle Root { get; }

    internal LooseStore Store { get; }

    internal IObjectSource Source { get; }

    internal RepositoryLock Lock { get; }

    /// <summary>Opens a repository.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryNotFound"/> or <see cref="OstreeFault.InvalidConfig"/>.</exception>
    public static OstreeRepository Open(string path) => Open(path, depth: 0, ofSysroot: false);

    /// <summary>
    /// Opens the repository of a system root that need not be running: <c>ostree/repo</c> below it. Where the root is that of a
    /// deployment, which has a <c>sysroot</c>, its remotes have files in its own <c>etc/ostree/remotes.d</c>; the remotes of a
    /// physical root are in the repository's config.
    /// </summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryNotFound"/> or <see cref="OstreeFault.InvalidConfig"/>.</exception>
    public static OstreeRepository OpenSysroot(string sysroot)
    {
        OstreeRepository repository = Open(PathInSysroot(sysroot), depth: 0, ofSysroot: true);
        repository.RemotesDirectory = Directory.Exists(System.IO.Path.Join(sysroot, "sysroot")) ? System.IO.Path.Join(System.IO.Path.GetFullPath(sysroot), SystemRemotes) : null;
        return repository;
    }

    /// <summary>Where a system root has its repository.</summary>
    public static string PathInSysroot(string sysroot) => System.IO.Path.Join(System.IO.Path.GetFullPath(sysroot), SystemPath);

    /// <summary>Whether a directory looks like a repository.</summary>
    public static bool Exists(string path)
        => File.Exists(System.IO.Path.Combine(path, RepositoryLayout.Config)) && Directory.Exists(System.IO.Path.Combine(path, RepositoryLayout.Objects));

    /// <summary>Makes a repository. Where one exists, it is opened as it is.</summary>
    /// <param name="path">Its directory; made if missing, its parent must exist.</param>
    /// <param name="mode">How content is kept.</param>
    /// <param name="collectionId">The collection of its refs, if any.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>, <see cref="OstreeFault.NotSupported"/> or a fault of the file system.</exception>
    public static OstreeRepository Create(string path, RepositoryMode mode, string? collectionId = null)
    {
        if (collectionId is not null)
            RefName.ValidateCollection(collectionId);
        RepositoryCreator.Create(System.IO.Path.GetFullPath(path), mode, collectionId);
        return Open(path);
    }

    /// <summary>The repository that upstream would use where none is named: the directory itself, <c>OSTREE_REPO</c>, the system's.</summary>
    /// <param name="directory">The current directory.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryNotFound"/> when there is none.</exception>
    public static string FindDefault(string directory)
    {
        if (Exists(directory))
            return directory;
        if (Environment.GetEnvironmentVariable("OSTREE_REPO") is { Length: > 0 } named)
            return System.IO.Path.GetFullPath(named, directory);
        return new[] { SystemPath, "/sysroot/ostree/repo" }.FirstOrDefault(Exists) ?? throw new OstreeException(
            OstreeFault.RepositoryNotFound,
            "No repository was named, the current directory is none, and the system has none.",
            directory,
            "Name one with -Repository, or set the environment variable OSTREE_REPO.");
    }

    /// <summary>
    /// Holds the repository's lock until the result is disposed of: shared to add objects over several operations while nobody prunes,
    /// exclusive to delete some. Operations take the lock by themselves; inside of this they find it taken.
    /// </summary>
    /// <param name="exclusive">Whether to keep out also those who only add.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryLocked"/> when another process holds it for longer than <c>core.lock-timeout-secs</c>.</exception>
    public IDisposable AcquireLock(bool exclusive, CancellationToken stop = default)
    {
        RequireWritable();
        return Lock.Acquire(exclusive, stop);
    }

    /// <summary>The free bytes of the file system that the repository is on, and those that its config wants to be kept free.</summary>
    /// <exception cref="OstreeException">A fault of the file system.</exception>
    public (long Free, long Reserved) ReadSpace()
    {
        FileSystemSpace space = FileSystemSpace.Of(Root);
        return (space.Free * space.BlockSize, Config.ReservedBytes(space.Blocks * space.BlockSize));
    }

    /// <summary>Where an object lies, relative to the repository.</summary>
    internal string PathOfObject(in Objects.ObjectName name) => $"{RepositoryLayout.Objects}/{Store.Directory.PathOf(name)}";

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    /// <inheritdoc/>
    public void Dispose()
    {
        Lock.Dispose();
        Store.Dispose();
        Root.Dispose();
        Parent?.Dispose();
    }

    internal void RequireWritable()
    {
        if (!IsWritable)
        {
            throw new OstreeException(
                OstreeFault.RepositoryReadOnly,
                $"The repository '{Path}' cannot be written by the present user.",
                Path,
                "Run as its owner, or use a repository of your own.");
        }
    }

    private static OstreeRepository Open(string path, int depth, bool ofSysroot)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (depth > ParentLimit)
            throw new OstreeException(OstreeFault.InvalidConfig, $"The repository '{full}' is its own parent, or has more than {ParentLimit}.", full, "Correct core.parent in its config.");
        DirectoryHandle root = DirectoryHandle.TryOpen(full, out int errno) ?? throw NotThere(full, errno);
        OstreeRepository? parent = null;
        try
        {
            if (!root.Exists(RepositoryLayout.Objects) || !root.Exists(RepositoryLayout.Config))
                throw NotThere(full, Errno.NoEntry);
            bool isSystem = ofSysroot || IsSameDirectory(root, SystemPath);
            RepositoryConfig config = ReadConfig(root, isSystem);
            parent = config.Parent is null ? null : Open(System.IO.Path.Combine(full, config.Parent), depth + 1, ofSysroot: false);
            var repository = new OstreeRepository(root, config, isSystem, parent);
            if (repository.IsWritable)
                TemporaryArea.Ensure(root);
            return repository;
        }
        catch
        {
            parent?.Dispose();
            root.Dispose();
            throw;
        }
    }

    private static RepositoryConfig ReadConfig(DirectoryHandle root, bool isSystem)
    {
        string path = root.Child(RepositoryLayout.Config);
        try
        {
            return RepositoryConfig.Parse(root.ReadSmallFile(RepositoryLayout.Config, ConfigLimit), path, isSystem);
        }
        catch (OstreeException e) when (e.Fault is not (OstreeFault.InvalidConfig or OstreeFault.PermissionDenied))
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The config '{path}' cannot be read: {e.Message}", path, "Check the repository.", e);
        }
    }

    private static bool IsSameDirectory(DirectoryHandle root, string other)
    {
        using DirectoryHandle? system = DirectoryHandle.TryOpen(other, out _);
        if (system is null)
            return false;
        FileStatus one = root.Stat();
        FileStatus two = system.Stat();
        return one.Inode == two.Inode && one.Device == two.Device;
    }

    private static OstreeException NotThere(string path, int errno) => errno is Errno.NoEntry or Errno.NotDirectory
        ? new OstreeException(
            OstreeFault.RepositoryNotFound,
            $"'{path}' is not an OSTree repository.",
            path,
            "Check the path, or make a repository there with New-OstreeRepository.")
        : Errno.Fault(errno, "open repository", path);
}
