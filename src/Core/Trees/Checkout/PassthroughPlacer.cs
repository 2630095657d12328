using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Makes the devices that overlayfs takes for whiteouts.</summary>
internal sealed class PassthroughPlacer(OstreeRepository repository, CheckoutPolicy policy)
{
    internal Placement Place(FileHeader header, DirectoryHandle directory, string name)
    {
        while (!directory.TryCreateWhiteout(name, header.Mode))
        {
            switch (policy.Overwrite)
            {
                case CheckoutOverwrite.None:
                    throw Conflict.Exists(directory.Child(name));
                case CheckoutOverwrite.UnionAdd:
                    return Placement.Kept;
                case CheckoutOverwrite.UnionIdentical:
                    return IsSame(header, directory, name) ? Placement.Kept : throw Conflict.Different(directory.Child(name));
                default:
                    if (directory.TryStat(name, out _) is { IsDirectory: true })
                        throw Conflict.DirectoryInTheWay(directory.Child(name));
                    directory.Unlink(name);
                    break;
            }
        }

        if (!policy.UserMode)
        {
            foreach (ExtendedAttribute xattr in header.Xattrs)
                Xattr.SetOfLink(directory, name, xattr.RawName.Span, xattr.Value.Span);
            directory.ChangeOwner(name, header.Uid, header.Gid);
            directory.ChangeMode(name, header.Mode);
        }

        return Placement.Placed;
    }

    private bool IsSame(FileHeader header, DirectoryHandle directory, string name)
    {
        FileStatus existing = directory.Stat(name);
        if ((existing.Mode & FileStatus.TypeMask) != FileStatus.CharacterDeviceType || existing.SpecialDevice != 0)
            return false;
        bool ignoresXattrs = repository.Config.DisableXattrs || repository.Mode == RepositoryMode.BareUserOnly;
        if (!ignoresXattrs && !ExtendedAttributes.Create(Xattr.ReadAllOfLink(directory, name)).Equals(header.Xattrs))
            return false;
        return policy.UserMode
            || (existing.Uid == header.Uid && existing.Gid == header.Gid && (existing.Mode & UnixMode.PermissionMask) == (header.Mode & UnixMode.PermissionMask));
    }
}
