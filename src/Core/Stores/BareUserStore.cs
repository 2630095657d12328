using System.Text;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>
/// Mode <c>bare-user</c>: content as files of the present user; owner, mode and attributes are in the attribute
/// <c>user.ostreemeta</c>, and a symbolic link is a file that holds its target and a NUL.
/// </summary>
internal sealed class BareUserStore(ObjectDirectory directory, bool syncEachObject) : LooseStore(directory, syncEachObject)
{
    private const int TargetLimit = 4096;
    private const uint ReadableMode = 0x100;

    private static ReadOnlySpan<byte> MetaName => "user.ostreemeta"u8;

    public override ContentObject? TryOpenContent(in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        string label = Directory.LabelOf(name);
        if (BareFiles.TryOpen(Directory, name) is not { } found)
            return null;
        try
        {
            if (found.File is null)
                throw Corrupt(label, "is a symbolic link, which a bare-user repository never has");
            byte[] raw = Xattr.TryGet(found.File, MetaName, label) ?? throw Corrupt(label, "lacks the attribute user.ostreemeta");
            DirMeta meta = DirMeta.ParseAny(raw, label);
            UnixMode.ValidateContent(meta.Mode, label);
            if (!UnixMode.IsSymlink(meta.Mode))
            {
                var regular = new FileHeader(meta.Uid, meta.Gid, meta.Mode, string.Empty, meta.Xattrs);
                return new ContentObject(regular, found.PayloadSize, found.File, compressed: null, label);
            }

            var link = new FileHeader(meta.Uid, meta.Gid, meta.Mode, ReadTarget(found, label), meta.Xattrs);
            found.File.Dispose();
            return new ContentObject(link, size: 0, file: null, compressed: null, label);
        }
        catch
        {
            found.File?.Dispose();
            throw;
        }
    }

    internal override ContentDraft BeginContent(FileHeader header, long size)
    {
        var draft = new RegularFileDraft(Directory, ModeOf(header), file => Finish(file, header), SyncEachObject);
        try
        {
            if (header.IsSymlink)
                draft.Write([.. Encoding.UTF8.GetBytes(header.SymlinkTarget), 0]);
            return draft;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    /// <summary>Whether a directory can hold this mode's attribute; throws when it cannot.</summary>
    internal static void Probe(DirectoryHandle directory)
    {
        using AnonymousFile file = AnonymousFile.CreateIn(directory);
        var header = new FileHeader(0, 0, UnixMode.Regular | 0x1A4, string.Empty, ExtendedAttributes.Empty);
        WriteMeta(file, header);
    }

    private static void Finish(AnonymousFile file, FileHeader header)
    {
        WriteMeta(file, header);
        file.Handle.EnsureMode(ModeOf(header), file.Label);
        file.Handle.SetModified(BareFiles.Timestamp, file.Label);
    }

    private static uint ModeOf(FileHeader header) => header.IsSymlink ? 0x1A4 : (header.Mode & UnixMode.BareUserOnly) | ReadableMode;

    private static void WriteMeta(AnonymousFile file, FileHeader header)
    {
        using var writer = new VariantWriter(DirMeta.Type);
        ReadOnlySpan<byte> meta = new DirMeta(header.Uid, header.Gid, header.Mode, header.Xattrs).Write(writer);
        Xattr.Set(file.Handle, MetaName, meta, file.Label);
    }

    private static string ReadTarget(BareFiles.Found found, string label)
    {
        if (found.Status.Size is < 1 or > TargetLimit)
            throw Corrupt(label, $"should hold the target of a symbolic link, but has {found.Status.Size} bytes");
        Span<byte> target = stackalloc byte[(int)found.Status.Size];
        target = target[..found.File!.ReadFully(target, label)];
        if (target is [.., 0])
            target = target[..^1];
        if (target.IsEmpty || target.Contains((byte)0))
            throw Corrupt(label, "holds no target of a symbolic link");
        return StrictUtf8.DecodeName(target, label);
    }
}
