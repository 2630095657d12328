using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>What the modes that keep real files share: opening one, and applying owner, mode, attributes and time.</summary>
internal static class BareFiles
{
    /// <summary>The time of change that every object has, so that checkouts compare equal: 0.</summary>
    internal const long Timestamp = 0;

    /// <summary>Opens the real file or link of an object; null when it is absent.</summary>
    internal static Found? TryOpen(ObjectDirectory directory, in ObjectName name)
    {
        SafeFileHandle? file = directory.TryOpen(name, out int errno);
        string label = directory.LabelOf(name);
        if (file is not null)
        {
            FileStatus status = file.Stat(label);
            if (status.IsRegular)
                return new Found(file, status, string.Empty);
            file.Dispose();
            throw NoContent(label);
        }

        if (errno == Errno.NoEntry)
            return null;
        string path = directory.PathOf(name);
        FileStatus link = directory.Handle.Stat(path);
        return link.IsSymlink ? new Found(File: null, link, directory.Handle.ReadLink(path)) : throw NoContent(label);
    }

    /// <summary>Looks at the real file or link of an object without opening it; its attributes are left unread. Null when it is absent.</summary>
    internal static ContentStatus? TryStat(ObjectDirectory directory, in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        if (directory.TryStat(name) is not { } status)
            return null;
        if (status.IsRegular)
            return new ContentStatus(status.Uid, status.Gid, status.Mode, status.Size, string.Empty, Xattrs: null);
        return status.IsSymlink
            ? new ContentStatus(status.Uid, status.Gid, status.Mode, 0, directory.Handle.ReadLink(directory.PathOf(name)), Xattrs: null)
            : throw NoContent(directory.LabelOf(name));
    }

    internal static void FinishRegular(AnonymousFile file, FileHeader header, ExtendedAttributes xattrs)
    {
        file.Handle.EnsureOwnerAndMode(header.Uid, header.Gid, header.Mode, file.Label);
        foreach (ExtendedAttribute xattr in xattrs)
            Xattr.Set(file.Handle, xattr.RawName.Span, xattr.Value.Span, file.Label);
        file.Handle.SetModified(Timestamp, file.Label);
    }

    internal static void FinishLink(DirectoryHandle folder, string name, FileHeader header, ExtendedAttributes xattrs)
    {
        folder.ChangeOwner(name, header.Uid, header.Gid);
        foreach (ExtendedAttribute xattr in xattrs)
            Xattr.SetOfLink(folder, name, xattr.RawName.Span, xattr.Value.Span);
    }

    private static OstreeException NoContent(string label) => new(
        OstreeFault.CorruptObject,
        $"{label} is neither a regular file nor a symbolic link.",
        label,
        "The object is damaged: fetch it again or restore it from a backup.");

    /// <summary>An opened object.</summary>
    /// <param name="File">The open file; null for a link.</param>
    /// <param name="Status">Its status.</param>
    /// <param name="Target">Where the link points; empty for a file.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Found(SafeFileHandle? File, FileStatus Status, string Target)
    {
        internal long PayloadSize => File is null ? 0 : Status.Size;
    }
}
