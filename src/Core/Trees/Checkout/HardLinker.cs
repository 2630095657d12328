using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Hard-links objects into a tree, and settles what was there before.</summary>
internal sealed class HardLinker(CheckoutContext context)
{
    private readonly CheckoutPolicy _policy = context.Policy;

    internal Placement TryLink(ObjectDirectory source, in Checksum checksum, DirectoryHandle directory, string name)
    {
        string path = source.PathOf(new ObjectName(checksum, ObjectType.File));
        int errno = source.Handle.TryLink(path, directory, name);
        switch (errno)
        {
            case 0:
                return Placement.Placed;
            case Errno.Exists:
                return Settle(source.Handle, path, checksum, directory, name);
            case Errno.NoEntry:
                return Placement.NotPossible;
            case Errno.TooManyLinks or Errno.CrossDevice or Errno.NotPermitted when !_policy.RequireHardlinks:
                return Placement.NotPossible;
            case Errno.CrossDevice:
                throw new OstreeException(
                    OstreeFault.NotSupported,
                    $"'{directory.Child(name)}' cannot be a hard link: it is on another file system than '{source.Handle.Path}'.",
                    directory.Child(name),
                    "Choose a destination on the repository's file system, or leave out -RequireHardlinks.");
            default:
                throw Errno.Fault(errno, "make the hard link", directory.Child(name));
        }
    }

    private Placement Settle(DirectoryHandle source, string path, in Checksum checksum, DirectoryHandle directory, string name)
    {
        if (_policy.Overwrite == CheckoutOverwrite.None)
            throw Conflict.Exists(directory.Child(name));
        if (_policy.Overwrite == CheckoutOverwrite.UnionAdd || IsIdentical(source.Stat(path), checksum, directory, name))
            return Placement.Kept;
        if (_policy.Overwrite == CheckoutOverwrite.UnionIdentical)
            throw Conflict.Different(directory.Child(name));
        Replace(source, path, directory, name);
        return Placement.Placed;
    }

    private bool IsIdentical(in FileStatus source, in Checksum checksum, DirectoryHandle directory, string name)
    {
        FileStatus existing = directory.Stat(name);
        if (source.Inode == existing.Inode && source.Device == existing.Device)
            return true;
        bool alike = source.Mode == existing.Mode && source.Uid == existing.Uid && source.Gid == existing.Gid
            && (!source.IsRegular || source.Size == existing.Size);
        return alike && ExistingFile.Is(checksum, directory, name, existing, context.Repository);
    }

    // A link under another name is renamed over the old file, so that the name is never without one.
    private void Replace(DirectoryHandle source, string path, DirectoryHandle directory, string name)
    {
        string temporary = TemporaryName.New();
        int errno = source.TryLink(path, directory, temporary);
        if (errno != 0)
            Errno.Throw(errno, "make a hard link in", directory.Path);
        try
        {
            if (_policy.Whiteouts)
                TreeRemover.Remove(directory, name);
            directory.Rename(temporary, directory, name);
        }
        catch (OstreeException e)
        {
            directory.Unlink(temporary);
            if (e.Fault == OstreeFault.IsADirectory)
                throw Conflict.DirectoryInTheWay(directory.Child(name));
            throw;
        }
    }
}
