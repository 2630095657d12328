using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Makes files and symbolic links of their own in a tree, and settles what was there before.</summary>
internal sealed class FilePlacer(OstreeRepository repository, CheckoutPolicy policy, ContentCopier copier)
{
    private const uint PrivateMode = 0x180;

    /// <summary>Places an object as a copy. The content is disposed of.</summary>
    internal Placement Place(ContentObject content, in Checksum checksum, DirectoryHandle directory, string name, string below)
    {
        FileHeader header = content.Header;
        ExtendedAttributes xattrs = policy.Labels?.Apply($"{below}/{name}", header.Mode, header.Xattrs) ?? header.Xattrs;
        return header.IsSymlink ? PlaceLink(header, xattrs, directory, name) : PlaceFile(content, xattrs, checksum, directory, name);
    }

    private Placement PlaceLink(FileHeader header, ExtendedAttributes xattrs, DirectoryHandle directory, string name)
    {
        while (!directory.TryCreateSymlink(header.SymlinkTarget, name))
        {
            switch (policy.Overwrite)
            {
                case CheckoutOverwrite.None:
                    throw Conflict.Exists(directory.Child(name));
                case CheckoutOverwrite.UnionAdd:
                    return Placement.Kept;
                case CheckoutOverwrite.UnionIdentical:
                    bool same = directory.Stat(name).IsSymlink && string.Equals(directory.ReadLink(name), header.SymlinkTarget, StringComparison.Ordinal);
                    return same ? Placement.Kept : throw Conflict.Different(directory.Child(name));
                default:
                    Remove(directory, name);
                    break;
            }
        }

        if (!policy.UserMode)
        {
            directory.ChangeOwner(name, header.Uid, header.Gid);
            foreach (ExtendedAttribute xattr in xattrs)
                Xattr.SetOfLink(directory, name, xattr.RawName.Span, xattr.Value.Span);
        }

        return Placement.Placed;
    }

    private Placement PlaceFile(ContentObject content, ExtendedAttributes xattrs, in Checksum checksum, DirectoryHandle directory, string name)
    {
        FileHeader header = content.Header;
        using AnonymousFile file = AnonymousFile.CreateIn(directory, PrivateMode);
        copier.Copy(content, checksum, file.Handle, file.Label);
        if (!policy.UserMode)
        {
            // Owner first: a change of owner takes away set-id bits and capabilities.
            file.Handle.ChangeOwner(header.Uid, header.Gid, file.Label);
            foreach (ExtendedAttribute xattr in xattrs)
                Xattr.Set(file.Handle, xattr.RawName.Span, xattr.Value.Span, file.Label);
        }

        file.Handle.ChangeMode(policy.ModeOf(header.Mode), file.Label);
        return Publish(file, checksum, directory, name);
    }

    private Placement Publish(AnonymousFile file, in Checksum checksum, DirectoryHandle directory, string name)
    {
        if (file.TryPublish(directory, name))
            return Placement.Placed;
        switch (policy.Overwrite)
        {
            case CheckoutOverwrite.None:
                throw Conflict.Exists(directory.Child(name));
            case CheckoutOverwrite.UnionAdd:
                return Placement.Kept;
            case CheckoutOverwrite.UnionIdentical:
                return ExistingFile.Is(checksum, directory, name, directory.Stat(name), repository) ? Placement.Kept : throw Conflict.Different(directory.Child(name));
            default:
                Replace(file, directory, name);
                return Placement.Placed;
        }
    }

    private void Replace(AnonymousFile file, DirectoryHandle directory, string name)
    {
        if (policy.Whiteouts)
            TreeRemover.Remove(directory, name);
        try
        {
            file.PublishOver(directory, name);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.IsADirectory)
        {
            throw Conflict.DirectoryInTheWay(directory.Child(name));
        }
    }

    private void Remove(DirectoryHandle directory, string name)
    {
        if (policy.Whiteouts)
            TreeRemover.Remove(directory, name);
        else if (directory.TryStat(name, out _) is { IsDirectory: true })
            throw Conflict.DirectoryInTheWay(directory.Child(name));
        else
            directory.Unlink(name);
    }
}
