using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Refs;

/// <summary>Changes refs on disk, each in one step, and touches the repository so that others see that something changed.</summary>
internal sealed class RefWriter(OstreeRepository repository)
{
    /// <summary>Points a ref at a commit.</summary>
    /// <param name="area">Its area: <c>refs/heads</c>, <c>refs/remotes/NAME</c> or <c>refs/mirrors/COLLECTION</c>.</param>
    /// <param name="name">Its name, already validated.</param>
    /// <param name="checksum">The commit.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RefConflict"/> when refs lie below the name, or the name below a ref.</exception>
    internal void Set(string area, string name, in Checksum checksum)
    {
        using DirectoryHandle parent = OpenParent(area, name, out string leaf);
        HandleEmptyDirectory(parent, leaf, name, remove: true);

        // Not beside the ref: the temporary name that a killed process leaves would be taken for a ref itself.
        repository.Root.CreateDirectory(RepositoryLayout.Temporary, RepositoryLayout.DirectoryMode);
        using DirectoryHandle temporary = repository.Root.OpenDirectory(RepositoryLayout.Temporary);
        using AnonymousFile file = AnonymousFile.CreateIn(temporary);
        file.Handle.WriteAll(Encoding.ASCII.GetBytes($"{checksum}\n"), file.Label);
        file.Handle.ChangeMode(0x1A4, file.Label);
        if (repository.Config.Fsync)
            file.Handle.Sync(file.Label);
        file.PublishOver(parent, leaf);
        Finish(parent);
    }

    /// <summary>Refuses a name that no ref can get because of those that are there; changes nothing.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RefConflict"/> as for <see cref="Set"/>.</exception>
    internal void RequireRoom(string area, string name)
    {
        for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            if (repository.Root.TryStat($"{area}/{name[..slash]}", out _) is not { } status)
                return;
            if (!status.IsDirectory)
                throw InTheWay(name, inner: null);
        }

        HandleEmptyDirectory(repository.Root, $"{area}/{name}", name, remove: false);
    }

    /// <summary>Makes a ref an alias: a relative symbolic link to another ref of its area.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RefConflict"/> as for <see cref="Set"/>.</exception>
    internal void SetAlias(string area, string name, string target)
    {
        using DirectoryHandle parent = OpenParent(area, name, out string leaf);
        HandleEmptyDirectory(parent, leaf, name, remove: true);
        using DirectoryHandle temporary = repository.Root.OpenDirectory(RepositoryLayout.Temporary);
        string link = TemporaryName.New();
        temporary.CreateSymlink(string.Concat(Enumerable.Repeat("../", name.Count(c => c == '/'))) + target, link);
        try
        {
            temporary.Rename(link, parent, leaf);
        }
        catch
        {
            temporary.Unlink(link);
            throw;
        }

        Finish(parent);
    }

    /// <summary>Removes a ref; returns false when there is none. The directories of its name stay, as upstream leaves them.</summary>
    internal bool Remove(string area, string name)
    {
        int slash = name.LastIndexOf('/');
        using DirectoryHandle? parent = repository.Root.TryOpenDirectory(slash < 0 ? area : $"{area}/{name[..slash]}", out int errno);
        if (parent is null)
            return errno is Errno.NoEntry or Errno.NotDirectory ? false : throw Errno.Fault(errno, "open directory", repository.Root.Child(area));
        string leaf = name[(slash + 1)..];
        if (parent.TryStat(leaf, out _) is null or { IsDirectory: true } || !parent.Unlink(leaf))
            return false;
        Finish(parent);
        return true;
    }

    private void Finish(DirectoryHandle parent)
    {
        if (repository.Config.Fsync)
            parent.Sync();
        repository.Root.Touch();
    }

    private DirectoryHandle OpenParent(string area, string name, out string leaf)
    {
        int slash = name.LastIndexOf('/');
        leaf = name[(slash + 1)..];
        try
        {
            return repository.Refs.OpenOrCreate(slash < 0 ? area : $"{area}/{name[..slash]}");
        }
        catch (OstreeException e) when (e.Fault is OstreeFault.NotADirectory or OstreeFault.InvalidPath)
        {
            throw InTheWay(name, e);
        }
    }

    private static OstreeException InTheWay(string name, Exception? inner)
        => new(OstreeFault.RefConflict, $"The ref '{name}' cannot be made: a part of its name is a ref itself.", name, "Choose another name, or remove that ref.", inner);

    // What an earlier, deleted ref left: directories without any ref in them.
    private static void HandleEmptyDirectory(DirectoryHandle parent, string leaf, string name, bool remove)
    {
        if (parent.TryStat(leaf, out _) is not { IsDirectory: true })
            return;
        using (DirectoryHandle directory = parent.OpenDirectory(leaf))
        {
            foreach (DirectoryEntry entry in directory.List())
            {
                if (!directory.Stat(entry.Name).IsDirectory)
                    throw new OstreeException(OstreeFault.RefConflict, $"The ref '{name}' cannot be made: refs such as '{name}/{entry.Name}' lie below it.", name, "Choose another name, or remove those refs.");
                HandleEmptyDirectory(directory, entry.Name, $"{name}/{entry.Name}", remove);
            }
        }

        if (remove)
            parent.RemoveDirectory(leaf);
    }
}
