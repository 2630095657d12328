using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>Mode <c>bare</c>: content as it is, with real owner, mode and attributes; the time of change is 0.</summary>
internal sealed class BareStore(ObjectDirectory directory, bool syncEachObject, bool ignoreXattrs) : LooseStore(directory, syncEachObject)
{
    public override ContentObject? TryOpenContent(in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        string label = Directory.LabelOf(name);
        if (BareFiles.TryOpen(Directory, name) is not { } found)
            return null;
        try
        {
            ExtendedAttributes xattrs = ignoreXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(found.File is null
                ? Xattr.ReadAllOfLink(Directory.Handle, Directory.PathOf(name))
                : Xattr.ReadAll(found.File, label));
            var header = new FileHeader(found.Status.Uid, found.Status.Gid, found.Status.Mode, found.Target, xattrs);
            return new ContentObject(header, found.PayloadSize, found.File, compressed: null, label);
        }
        catch
        {
            found.File?.Dispose();
            throw;
        }
    }

    internal override bool TryAdopt(DirectoryHandle directory, string name, Microsoft.Win32.SafeHandles.SafeFileHandle file, in Checksum checksum, FileHeader header)
    {
        if (!TryLink(directory, name, checksum))
            return false;
        file.SetModified(BareFiles.Timestamp, Directory.LabelOf(new ObjectName(checksum, ObjectType.File)));
        return true;
    }

    public override ContentStatus? TryStatContent(in Checksum checksum) => BareFiles.TryStat(Directory, checksum);

    internal override ContentDraft BeginContent(FileHeader header, long size) => header.IsSymlink
        ? new SymlinkDraft(Directory, header.SymlinkTarget, (folder, name) => BareFiles.FinishLink(folder, name, header, header.Xattrs))
        : new RegularFileDraft(Directory, header.Mode, file => BareFiles.FinishRegular(file, header, header.Xattrs), SyncEachObject);
}
