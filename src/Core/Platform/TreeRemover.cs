namespace OstreePS.Core.Platform;

/// <summary>Removes a file, or a directory with all that is in it, without following links out of it.</summary>
internal static class TreeRemover
{
    /// <summary>Removes what has this name; nothing happens when there is nothing.</summary>
    internal static void Remove(DirectoryHandle parent, string name)
    {
        if (parent.TryStat(name, out int errno) is not { } status)
        {
            if (errno != Errno.NoEntry)
                Errno.Throw(errno, "look at", parent.Child(name));
            return;
        }

        if (!status.IsDirectory)
        {
            parent.Unlink(name);
            return;
        }

        // Depth first with a stack of its own, for trees may be deep.
        var open = new Stack<(DirectoryHandle Parent, DirectoryHandle Directory, string Name, Queue<DirectoryEntry> Left)>();
        Push(parent, name);
        while (open.TryPeek(out var top))
        {
            if (top.Left.TryDequeue(out DirectoryEntry entry))
            {
                if (entry.Type == DirectoryEntryType.Directory || (entry.Type == DirectoryEntryType.Unknown && top.Directory.Stat(entry.Name).IsDirectory))
                    Push(top.Directory, entry.Name);
                else
                    top.Directory.Unlink(entry.Name);
                continue;
            }

            open.Pop();
            top.Directory.Dispose();
            top.Parent.RemoveDirectory(top.Name);
        }

        void Push(DirectoryHandle above, string child)
        {
            DirectoryHandle directory = above.OpenDirectory(child);
            open.Push((above, directory, child, new Queue<DirectoryEntry>(directory.List())));
        }
    }
}
