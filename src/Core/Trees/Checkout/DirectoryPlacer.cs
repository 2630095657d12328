using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Makes directories, and finishes them when all is in them.</summary>
internal static class DirectoryPlacer
{
    private const uint PrivateMode = 0x1C0;

    /// <summary>
    /// Makes a directory that only its owner can enter, or goes into the one that is there. A symbolic link is gone through
    /// where it leads to a directory within <paramref name="root"/>, so that a layer with <c>/bin</c> fits a tree where that is a link.
    /// </summary>
    /// <param name="root">The destination; null while that itself is made.</param>
    /// <param name="parent">The directory above.</param>
    /// <param name="name">The name in it.</param>
    /// <param name="policy">What to do where something exists.</param>
    /// <param name="opaque">Whether to remove what exists.</param>
    /// <returns>The open directory, and whether it is new.</returns>
    internal static (DirectoryHandle Handle, bool Created) Enter(DirectoryHandle? root, DirectoryHandle parent, string name, CheckoutPolicy policy, bool opaque)
    {
        bool flattens = policy.Whiteouts && policy.Overwrite == CheckoutOverwrite.Union;
        if (opaque || (flattens && parent.TryStat(name, out _) is { IsDirectory: false }))
            TreeRemover.Remove(parent, name);
        bool created = parent.CreateDirectory(name, PrivateMode);
        if (!created && policy.Overwrite == CheckoutOverwrite.None)
            throw Conflict.Exists(parent.Child(name));
        if (parent.TryOpenDirectory(name, out int errno) is { } handle)
            return (handle, created);
        if (root?.TryOpenBeneath(parent.Child(name)[(root.Path.TrimEnd('/').Length + 1)..]) is { } linked)
            return (linked, Created: false);
        throw errno is Errno.NotDirectory or Errno.Loop ? Conflict.NoDirectory(parent.Child(name)) : Errno.Fault(errno, "open directory", parent.Child(name));
    }

    /// <summary>Applies owner, attributes, mode and time. All content is there, for the mode may forbid to add any.</summary>
    internal static void Finish(DirectoryHandle directory, DirMeta meta, CheckoutPolicy policy, string path)
    {
        if (!policy.UserMode)
        {
            directory.ChangeOwner(string.Empty, meta.Uid, meta.Gid);
            foreach (ExtendedAttribute xattr in policy.Labels?.Apply(path, meta.Mode, meta.Xattrs) ?? meta.Xattrs)
                Xattr.Set(directory, xattr.RawName.Span, xattr.Value.Span, directory.Path);
        }

        directory.ChangeMode(meta.Mode & policy.DirectoryMask);
        if (policy.ResetsDirectoryTimes)
            directory.SetModified(string.Empty, 0);
    }
}
