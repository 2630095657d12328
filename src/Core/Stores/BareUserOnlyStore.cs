using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>Mode <c>bare-user-only</c>: content as files of the present user; only the mode is kept, owner is 0, no attributes.</summary>
internal sealed class BareUserOnlyStore(ObjectDirectory directory, bool syncEachObject) : LooseStore(directory, syncEachObject)
{
    public override ContentObject? TryOpenContent(in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        if (BareFiles.TryOpen(Directory, name) is not { } found)
            return null;
        var header = new FileHeader(0, 0, found.Status.Mode, found.Target, ExtendedAttributes.Empty);
        return new ContentObject(header, found.PayloadSize, found.File, compressed: null, Directory.LabelOf(name));
    }

    internal override bool TryAdopt(DirectoryHandle directory, string name, Microsoft.Win32.SafeHandles.SafeFileHandle file, in Checksum checksum, FileHeader header)
    {
        if (!TryLink(directory, name, checksum))
            return false;
        string label = Directory.LabelOf(new ObjectName(checksum, ObjectType.File));
        file.ChangeMode(header.Mode, label);
        file.SetModified(BareFiles.Timestamp, label);
        return true;
    }

    public override ContentStatus? TryStatContent(in Checksum checksum)
        => BareFiles.TryStat(Directory, checksum) is { } status ? status with { Uid = 0, Gid = 0, Xattrs = ExtendedAttributes.Empty } : null;

    internal override ContentDraft BeginContent(FileHeader header, long size)
    {
        if (header.IsSymlink)
            return new SymlinkDraft(Directory, header.SymlinkTarget, static (_, _) => { });
        uint refused = header.Mode & UnixMode.PermissionMask & ~UnixMode.BareUserOnly;
        if (refused != 0)
        {
            throw new OstreeException(
                OstreeFault.InvalidMode,
                $"A file with the mode {Convert.ToString(header.Mode & UnixMode.PermissionMask, 8)} (octal) cannot be kept in a bare-user-only repository.",
                Directory.Handle.Path,
                "Use canonical permissions, or another repository mode.");
        }

        return new RegularFileDraft(Directory, header.Mode, file => Finish(file, header), SyncEachObject);
    }

    private static void Finish(AnonymousFile file, FileHeader header)
    {
        file.Handle.EnsureMode(header.Mode, file.Label);
        file.Handle.SetModified(BareFiles.Timestamp, file.Label);
    }
}
