using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>
/// The directory <c>tmp/staging-BOOTID-XXXXXX</c>, where objects wait for the end of a transaction. One that an earlier
/// transaction of the same boot left is used again, with the complete objects in it; one of another boot may hold files that never
/// reached the disk, and is thrown away.
/// </summary>
internal sealed class StagingArea : IDisposable
{
    private readonly DirectoryHandle _temporary;
    private readonly NamedLock _lock;
    private readonly string _name;

    private StagingArea(DirectoryHandle temporary, NamedLock held, string name, RepositoryMode mode)
    {
        _temporary = temporary;
        _lock = held;
        _name = name;
        Directory = new ObjectDirectory(temporary.OpenDirectory(name), mode);
    }

    internal ObjectDirectory Directory { get; }

    /// <summary>Whether an earlier transaction left it, with objects perhaps.</summary>
    internal bool WasLeft { get; private init; }

    internal static string PrefixOfThisBoot => $"{RepositoryLayout.StagingPrefix}{ProcessIdentity.BootId}-";

    internal static StagingArea Acquire(DirectoryHandle temporary, RepositoryMode mode)
    {
        string prefix = PrefixOfThisBoot;
        foreach (DirectoryEntry entry in temporary.List())
        {
            if (!entry.Name.StartsWith(prefix, StringComparison.Ordinal) || NamedLock.IsLockFile(entry.Name))
                continue;
            if (NamedLock.TryAcquire(temporary, entry.Name) is { } held)
            {
                var reused = new StagingArea(temporary, held, entry.Name, mode) { WasLeft = true };
                reused.Directory.Handle.Touch();
                return reused;
            }
        }

        while (true)
        {
            string name = prefix + TemporaryName.Letter(6);
            if (temporary.CreateDirectory(name, RepositoryLayout.DirectoryMode) && NamedLock.TryAcquire(temporary, name) is { } held)
                return new StagingArea(temporary, held, name, mode);
        }
    }

    /// <summary>
    /// Moves every staged object to its place: what others refer to before what refers to it, so that whoever is killed on the
    /// way leaves no commit that lacks anything. Content that is there already keeps its file; detached metadata and payload links are replaced.
    /// </summary>
    internal void MoveInto(ObjectDirectory target)
    {
        var prefixes = Directory.Handle.List().Where(e => e.Name.Length == 2).Select(e => e.Name).ToList();
        var commits = new ConcurrentBag<(string Prefix, string Name)>();
        bool whole = HandsDownAlike(Directory.Handle, target.Handle);
        try
        {
            Parallel.ForEach(prefixes, prefix => MovePrefix(prefix, target, whole, commits));
        }
        catch (AggregateException e)
        {
            // Several may have failed, mostly for one reason: the first says it.
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }

        foreach ((string prefix, string name) in commits.OrderBy(commit => IsDetached(commit.Name) ? 0 : 1))
            Move(Directory.Handle, $"{prefix}/{name}", target.Handle, IsDetached(name));
    }

    /// <summary>Removes the directory and gives up the lock.</summary>
    internal void Delete()
    {
        TreeRemover.Remove(_temporary, _name);
        Dispose();
    }

    public void Dispose()
    {
        Directory.Dispose();
        _lock.Dispose();
    }

    // Whether what is made in the one directory gets the group that it would have got in the other.
    private static bool HandsDownAlike(DirectoryHandle one, DirectoryHandle other)
    {
        FileStatus a = one.Stat();
        FileStatus b = other.Stat();
        return a.Gid == b.Gid && ((a.Mode ^ b.Mode) & UnixMode.SetIdMask) == 0;
    }

    private static bool IsOfCommit(string name) => IsDetached(name) || name.EndsWith(".commit", StringComparison.Ordinal);

    private static bool IsDetached(string name) => name.EndsWith(".commitmeta", StringComparison.Ordinal);

    // A directory that the target lacks is moved with all that is in it, in one step.
    private void MovePrefix(string prefix, ObjectDirectory target, bool whole, ConcurrentBag<(string Prefix, string Name)> commits)
    {
        using DirectoryHandle source = Directory.Handle.OpenDirectory(prefix);
        List<DirectoryEntry> entries = source.List();
        if (whole && !entries.Exists(entry => IsOfCommit(entry.Name)) && Directory.Handle.TryRenameNew(prefix, target.Handle, prefix))
            return;
        target.Handle.CreateDirectory(prefix);
        using DirectoryHandle place = target.Handle.OpenDirectory(prefix);
        foreach (DirectoryEntry entry in entries.Where(entry => IsXattrs(entry.Name)))
            Move(source, entry.Name, place, replace: false);
        foreach (DirectoryEntry entry in entries.Where(entry => !IsXattrs(entry.Name)))
        {
            if (IsOfCommit(entry.Name))
                commits.Add((prefix, entry.Name));
            else
                Move(source, entry.Name, place, replace: IsPayloadLink(entry.Name));
        }
    }

    private static bool IsPayloadLink(string name) => name.EndsWith(".payload-link", StringComparison.Ordinal);

    // A file without the link to its attributes would pass for a file that is stored.
    private static bool IsXattrs(string name) => name.Contains(".file-xattrs", StringComparison.Ordinal);

    private static void Move(DirectoryHandle source, string name, DirectoryHandle place, bool replace)
    {
        if (replace)
            source.Rename(name, place, name);
        else if (!source.TryRenameNew(name, place, name))
            source.Unlink(name);
    }
}
