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
        RemoveEmptyDirectory(parent, leaf, name);
        using AnonymousFile file = AnonymousFile.CreateIn(parent);
        file.Handle.WriteAll(Encoding.ASCII.GetBytes($"{checksum}\n"), file.Label);
        file.Handle.ChangeMode(0x1A4, file.Label);
        if (repository.Config.Fsync)
            file.Handle.Sync(file.Label);
        file.PublishOver(parent, leaf);
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
            throw new OstreeException(OstreeFault.RefConflict, $"The ref '{name}' cannot be made: a part of its name is a ref itself.", name, "Choose another name, or remove that ref.", e);
        }
    }

    // What an earlier, deleted ref left: directories without any ref in them.
    private static void RemoveEmptyDirectory(DirectoryHandle parent, string leaf, string name)
    {
        if (parent.TryStat(leaf, out _) is not { IsDirectory: true })
            return;
        using (DirectoryHandle directory = parent.OpenDirectory(leaf))
        {
            foreach (DirectoryEntry entry in directory.List())
            {
                if (!directory.Stat(entry.Name).IsDirectory)
                    throw new OstreeException(OstreeFault.RefConflict, $"The ref '{name}' cannot be made: refs such as '{name}/{entry.Name}' lie below it.", name, "Choose another name, or remove those refs.");
                RemoveEmptyDirectory(directory, entry.Name, $"{name}/{entry.Name}");
            }
        }

        parent.RemoveDirectory(leaf);
    }
}
