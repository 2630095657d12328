using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>
/// A set of objects and refs that becomes visible together: objects first, then refs. Disposed before
/// <see cref="Commit"/>, it leaves the repository as it was. Objects may be written from several threads.
/// </summary>
public sealed class Transaction : IDisposable
{
    private readonly IDisposable _lock;
    private readonly DirectoryHandle _temporary;
    private readonly StagingArea _staging;
    private readonly bool _direct;
    private readonly LooseStore? _syncing;
    private readonly TransactionCounters _counters = new();
    private readonly SortedDictionary<string, (string Area, string Name, Checksum Commit)> _refs = new(StringComparer.Ordinal);
    private readonly List<Action> _afterwards = [];
    private bool _spaceWasShort;
    private bool _ended;

    private Transaction(OstreeRepository repository, IDisposable held, bool fsync, bool syncEach)
    {
        Repository = repository;
        _lock = held;
        Fsync = fsync;
        Space = new FreeSpaceGuard(repository.Root, repository.Config);
        repository.Root.CreateDirectory(RepositoryLayout.Temporary, RepositoryLayout.DirectoryMode);
        _temporary = repository.Root.OpenDirectory(RepositoryLayout.Temporary);
        _staging = StagingArea.Acquire(_temporary, repository.Mode);
        _direct = !Stages(repository, fsync, syncEach);
        bool each = fsync && _direct;
        Target = (_direct, each && !repository.Config.PerObjectFsync) switch
        {
            (false, _) => LooseStore.Create(_staging.Directory, syncEachObject: false, repository.Config.ZlibLevel, repository.Config.DisableXattrs),
            (true, true) => _syncing = LooseStore.Create(new ObjectDirectory(repository.Root.OpenDirectory(RepositoryLayout.Objects), repository.Mode), syncEachObject: true, repository.Config.ZlibLevel, repository.Config.DisableXattrs),
            (true, false) => repository.Store,
        };
        Links = PayloadLinks.For(this);
        Objects = new ObjectLoader(_direct ? repository.Source : new SourceChain(Target, repository.Source), repository.Path);
    }

    /// <summary>The repository that is written.</summary>
    public OstreeRepository Repository { get; }

    /// <summary>Whether what is written is synced before it becomes visible.</summary>
    public bool Fsync { get; }

    /// <summary>Reads objects, those of this transaction included.</summary>
    public ObjectLoader Objects { get; }

    /// <summary>What was done so far.</summary>
    public TransactionStats Stats => _counters.Snapshot();

    /// <summary>Whether nobody is to hear that refs have changed.</summary>
    internal bool IsQuiet { get; set; }

    /// <summary>Whether the objects that are staged stay for a later transaction when this one is given up, so that a pull can go on where it was cut.</summary>
    internal bool KeepsStaged { get; private set; }

    /// <summary>The staging directory, which one transaction at a time has, and which the next takes over.</summary>
    internal DirectoryHandle Staging => _staging.Directory.Handle;

    /// <summary>Whether an earlier transaction may have left objects that wait here.</summary>
    internal bool FoundStaging => _staging.WasLeft;

    internal FreeSpaceGuard Space { get; }

    internal LooseStore Target { get; }

    /// <summary>Where content of the same payload shares its blocks; null where it does not.</summary>
    internal PayloadLinks? Links { get; }

    /// <summary>Where the sizes of objects are noted; null when nobody asked.</summary>
    internal SizeLedger? Sizes { get; set; }

    /// <summary>Begins a transaction: takes the repository's shared lock and a staging directory.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="fsync">Whether to sync; the repository's config can only forbid it.</param>
    /// <param name="stop">Ends the wait for the lock.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryReadOnly"/>, <see cref="OstreeFault.RepositoryLocked"/> or a fault of the file system.</exception>
    public static Transaction Begin(OstreeRepository repository, bool fsync = true, CancellationToken stop = default) => Begin(repository, fsync, syncEach: false, keepStaged: false, stop);

    /// <summary>Whether objects wait in the staging directory, and are read from there, rather than being written to their place at once.</summary>
    internal static bool Stages(OstreeRepository repository, bool fsync, bool syncEach)
        => fsync && repository.Config.Fsync && !syncEach && !repository.Config.PerObjectFsync;

    internal static Transaction Begin(OstreeRepository repository, bool fsync, bool syncEach, bool keepStaged, CancellationToken stop)
    {
        repository.RequireWritable();
        IDisposable held = repository.Lock.Acquire(exclusive: false, stop);
        try
        {
            return new Transaction(repository, held, fsync && repository.Config.Fsync, syncEach) { KeepsStaged = keepStaged };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>A writer of content objects for one thread.</summary>
    internal ContentWriter CreateContentWriter() => new(this);

    /// <summary>Begins the content of a regular file, which then comes piece by piece.</summary>
    /// <param name="header">Owner, mode and attributes.</param>
    /// <param name="size">How many bytes will come.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InsufficientSpace"/>, <see cref="OstreeFault.InvalidMode"/> or a fault of the file system.</exception>
    public ContentObjectWriter BeginContent(FileHeader header, long size)
    {
        UnixMode.ValidateContent(header.Mode, "The content");
        return header.IsSymlink ? throw new ArgumentException("A symbolic link has no content.", nameof(header)) : new ContentObjectWriter(this, header, size);
    }

    /// <summary>Begins a content object, whose name is known when it ends.</summary>
    internal ContentDraft BeginDraft(FileHeader header, long size)
    {
        ContentDraft draft = Target.BeginContent(header, size);
        return Links is { } links && links.Covers(header, size) ? new SharingDraft(draft, size, links) : draft;
    }

    /// <summary>Writes a metadata object.</summary>
    /// <returns>Its checksum.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectTooLarge"/> or a fault of the file system.</exception>
    public Checksum WriteMetadata(ObjectType type, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[Checksum.Size];
        SHA256.HashData(bytes, digest);
        var name = new ObjectName(new Checksum(digest), type);
        Sizes?.Add(name, bytes.Length, bytes.Length);
        Revive(name);
        _counters.CountMetadata(!IsStored(name) && Target.WriteMetadata(name, bytes));
        return name.Checksum;
    }

    /// <summary>Writes a metadata object whose name the caller vouches for.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectTooLarge"/> or a fault of the file system.</exception>
    internal void WriteMetadataAs(in ObjectName name, ReadOnlySpan<byte> bytes)
    {
        Revive(name);
        _counters.CountMetadata(!IsStored(name) && Target.WriteMetadata(name, bytes));
    }

    /// <summary>Makes an object of another repository's store one of this repository's, by a hard link.</summary>
    /// <returns>False when that cannot be; then nothing has happened.</returns>
    internal bool TryLink(LooseStore source, in ObjectName name)
    {
        Revive(name);
        int errno = Target.TryLinkFrom(source, name);
        if (errno is not (0 or Errno.Exists))
            return false;
        if (name.Type != ObjectType.File)
        {
            _counters.CountMetadata(written: errno == 0);
            return true;
        }

        CountContent(written: errno == 0, bytes: 0);
        Links?.RecordStored(name.Checksum);
        return true;
    }

    // A commit that comes back is deleted no longer.
    private void Revive(in ObjectName name)
    {
        if (name.Type == ObjectType.Commit)
            Repository.Store.Delete(new ObjectName(name.Checksum, ObjectType.TombstoneCommit));
    }

    /// <summary>Writes the mark of a deleted commit, as another repository has it.</summary>
    internal void WriteTombstone(in Checksum commit, ReadOnlySpan<byte> bytes)
        => Target.WriteMetadata(new ObjectName(commit, ObjectType.TombstoneCommit), bytes);

    /// <summary>Replaces the detached metadata of a commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="metadata">A <c>a{sv}</c>.</param>
    public void WriteDetachedMetadata(Checksum commit, Formats.GVariant.Variant metadata)
        => Target.ReplaceDetachedMetadata(commit, metadata.ToNormalForm().Data.Span);

    /// <summary>Points a local ref at a commit when the transaction commits.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public void SetRef(string name, Checksum commit)
    {
        RefName.Validate(name);
        _refs[name] = (RepositoryLayout.Heads, name, commit);
    }

    /// <summary>Points a remote's ref at a commit when the transaction commits.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public void SetRemoteRef(string remote, string name, Checksum commit)
    {
        RefName.ValidateRemote(remote);
        RefName.Validate(name);
        _refs[$"{remote}:{name}"] = ($"{RepositoryLayout.Remotes}/{remote}", name, commit);
    }

    /// <summary>Points a mirror of a collection's ref at a commit when the transaction commits; the repository's own collection has its refs among the local ones.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public void SetRef(RefAddress address, Checksum commit)
    {
        ArgumentNullException.ThrowIfNull(address);
        _refs[address.ToString()] = (address.AreaIn(Repository), address.Name, commit);
    }

    /// <summary>Notes what is to be done when everything is visible.</summary>
    internal void Afterwards(Action follow) => _afterwards.Add(follow);

    /// <summary>Makes everything visible: syncs, moves the objects into place, syncs again, then sets the refs.</summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var writer = new RefWriter(Repository);
        foreach ((string area, string name, _) in _refs.Values)
            writer.RequireRoom(area, name);
        FailOnDemand();
        if (!_direct)
        {
            _staging.Directory.Handle.SyncFileSystem();
            _staging.MoveInto(Repository.Store.Directory);
        }

        if (Fsync)
            Repository.Store.Directory.Handle.SyncFileSystem();
        _staging.Delete();
        TemporaryCleanup.Run(_temporary, Repository.Config.TmpExpiry, dropStaging: false);
        foreach ((string area, string name, Checksum commit) in _refs.Values)
            writer.Set(area, name, commit);
        foreach (Action follow in _afterwards)
            follow();
        End();
        if (_refs.Count > 0 && !IsQuiet)
            Repository.AfterRefsChanged?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ended)
            return;
        try
        {
            if (KeepsStaged && !_spaceWasShort)
                _staging.Dispose();
            else
                _staging.Delete();
            TemporaryCleanup.Run(_temporary, Repository.Config.TmpExpiry, _spaceWasShort);
        }
        finally
        {
            End();
        }
    }

    private void FailOnDemand()
    {
        if (!DemandedFault.Is(DemandedFault.PreCommit))
            return;
        KeepsStaged = true;
        throw DemandedFault.Of(DemandedFault.PreCommit, "the environment demands that this commit fails.", Repository.Path);
    }

    internal bool IsStored(in ObjectName name) => Repository.Store.Contains(name) || (!_direct && Target.Contains(name));

    internal void CountContent(bool written, long bytes) => _counters.CountContent(written, bytes);

    internal void CountCacheHit() => _counters.CountCacheHit();

    /// <summary>Takes room for content that is about to be written; what it returns is given back when it was there already.</summary>
    internal long TakeSpace(long bytes)
    {
        try
        {
            return Space.Take(bytes);
        }
        catch (OstreeException)
        {
            NoteShortSpace();
            throw;
        }
    }

    /// <summary>Notes that space ran out, so that what an earlier, killed process left staged is given up as well.</summary>
    private void NoteShortSpace() => _spaceWasShort = true;

    private void End()
    {
        _ended = true;
        _syncing?.Dispose();
        _temporary.Dispose();
        _lock.Dispose();
    }
}
