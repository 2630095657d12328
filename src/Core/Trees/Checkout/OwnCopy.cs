using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>
/// A file that has no other name than its own. In a checkout files are hard links to objects of the repository, and whoever writes to
/// one damages the repository and all other checkouts; so it gets a copy of its own before.
/// </summary>
public sealed record OwnCopy
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>Names that the file had; with one, nothing was to be done.</summary>
    public required long Links { get; init; }

    /// <summary>Whether it was copied.</summary>
    public bool WasCopied => Links > 1;

    /// <summary>Bytes of it; 0 for a symbolic link.</summary>
    public required long Size { get; init; }

    /// <summary>Replaces a file or symbolic link by a copy of itself, with owner, mode, attributes and time, unless it has only one name.</summary>
    /// <param name="path">The file; a link is not followed.</param>
    /// <param name="skipXattrs">Whether to leave out extended attributes.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.UnsupportedFileType"/>, or a fault of the file system; the file is as it was then.</exception>
    public static OwnCopy Make(string path, bool skipXattrs)
    {
        string full = System.IO.Path.GetFullPath(path);
        string name = System.IO.Path.GetFileName(full);
        using DirectoryHandle folder = DirectoryHandle.Open(System.IO.Path.GetDirectoryName(full) ?? full);
        FileStatus status = folder.Stat(name);
        if (!status.IsRegular && !status.IsSymlink)
        {
            throw new OstreeException(
                OstreeFault.UnsupportedFileType,
                $"'{full}' is neither a regular file nor a symbolic link.",
                full,
                "Name files; for all below a directory, list them.");
        }

        if (status.LinkCount > 1 && status.IsRegular)
            CopyFile(folder, name, skipXattrs);
        else if (status.LinkCount > 1)
            CopyLink(folder, name, status, skipXattrs);
        return new OwnCopy { Path = full, Links = status.LinkCount, Size = status.IsRegular ? status.Size : 0 };
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    private static void CopyFile(DirectoryHandle folder, string name, bool skipXattrs)
    {
        using SafeFileHandle source = folder.OpenRead(name);
        string label = folder.Child(name);
        FileStatus status = source.Stat(label);
        using AnonymousFile copy = AnonymousFile.CreateIn(folder, mode: 0x180);
        source.CopyContentTo(copy.Handle, status.Size, label);
        copy.Handle.EnsureOwnerAndMode(status.Uid, status.Gid, status.Mode, label);
        foreach ((byte[] attribute, byte[] value) in skipXattrs ? [] : Xattr.ReadAll(source, label) ?? [])
            Xattr.Set(copy.Handle, attribute, value, label);
        copy.Handle.SetModified(status.ModifiedSeconds, label, status.ModifiedNanoseconds);
        copy.PublishOver(folder, name);
    }

    private static void CopyLink(DirectoryHandle folder, string name, in FileStatus status, bool skipXattrs)
    {
        string temporary = TemporaryName.New();
        folder.CreateSymlink(folder.ReadLink(name), temporary);
        try
        {
            folder.ChangeOwner(temporary, status.Uid, status.Gid);
            foreach ((byte[] attribute, byte[] value) in skipXattrs ? [] : Xattr.ReadAllOfLink(folder, name) ?? [])
                Xattr.SetOfLink(folder, temporary, attribute, value);
            folder.Rename(temporary, folder, name);
        }
        catch (OstreeException)
        {
            folder.Unlink(temporary);
            throw;
        }
    }
}
