using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>
/// Mode <c>bare-split-xattrs</c>: as bare, but without attributes on the files. Each set of attributes is an object
/// <c>.file-xattrs</c>, named by the checksum of its bytes, and content refers to it by a hard link <c>.file-xattrs-link</c>.
/// </summary>
internal sealed class BareSplitXattrsStore(ObjectDirectory directory, bool syncEachObject) : LooseStore(directory, syncEachObject)
{
    public override ContentObject? TryOpenContent(in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        string label = Directory.LabelOf(name);
        if (BareFiles.TryOpen(Directory, name) is not { } found)
            return null;
        try
        {
            var header = new FileHeader(found.Status.Uid, found.Status.Gid, found.Status.Mode, found.Target, ReadXattrs(checksum));
            return new ContentObject(header, found.PayloadSize, found.File, compressed: null, label);
        }
        catch
        {
            found.File?.Dispose();
            throw;
        }
    }

    public override ContentStatus? TryStatContent(in Checksum checksum) => BareFiles.TryStat(Directory, checksum);

    internal override ContentDraft BeginContent(FileHeader header, long size)
    {
        ContentDraft inner = header.IsSymlink
            ? new SymlinkDraft(Directory, header.SymlinkTarget, (folder, name) => BareFiles.FinishLink(folder, name, header, ExtendedAttributes.Empty))
            : new RegularFileDraft(Directory, header.Mode, file => BareFiles.FinishRegular(file, header, ExtendedAttributes.Empty), SyncEachObject);
        return new LinkedDraft(this, inner, header.Xattrs);
    }

    internal override int TryLinkFrom(LooseStore source, in ObjectName name)
    {
        if (name.Type == ObjectType.File && source is BareSplitXattrsStore split && split.Directory.Exists(name))
            WriteXattrs(name.Checksum, split.ReadXattrs(name.Checksum));
        return base.TryLinkFrom(source, name);
    }

    private ExtendedAttributes ReadXattrs(in Checksum content)
    {
        var link = new ObjectName(content, ObjectType.FileXattrsLink);
        string label = Directory.LabelOf(link);
        byte[] bytes = TryReadMetadata(link) ?? throw Corrupt(label, "is missing, so the attributes of the file are not known");
        var reader = new VariantReader(bytes, ExtendedAttributes.Type);
        return reader.IsNormalForm ? ExtendedAttributes.Parse(reader, label) : throw Corrupt(label, "is not in normal form");
    }

    private void WriteXattrs(in Checksum content, ExtendedAttributes xattrs)
    {
        using var writer = new VariantWriter(ExtendedAttributes.Type);
        xattrs.Write(writer);
        var name = new ObjectName(new Checksum(System.Security.Cryptography.SHA256.HashData(writer.WrittenSpan)), ObjectType.FileXattrs);
        var link = new ObjectName(content, ObjectType.FileXattrsLink);
        if (!Directory.Exists(name))
            WriteMetadata(name, writer.WrittenSpan);
        Directory.EnsurePrefix(content);
        int errno = Directory.Handle.TryLink(Directory.PathOf(name), Directory.Handle, Directory.PathOf(link));
        if (errno == Errno.TooManyLinks)
            WriteMetadata(link, writer.WrittenSpan);
        else if (errno is not (0 or Errno.Exists))
            Errno.Throw(errno, "link into place", Directory.LabelOf(link));
    }

    // The attributes come first: content that is visible is complete.
    private sealed class LinkedDraft(BareSplitXattrsStore store, ContentDraft inner, ExtendedAttributes xattrs) : ContentDraft
    {
        internal override void Write(ReadOnlySpan<byte> payload) => inner.Write(payload);

        internal override Stream? TryClone(Microsoft.Win32.SafeHandles.SafeFileHandle payload, long size) => inner.TryClone(payload, size);

        internal override bool Publish(in Checksum checksum)
        {
            store.WriteXattrs(checksum, xattrs);
            bool added = inner.Publish(checksum);
            StoredBytes = inner.StoredBytes;
            return added;
        }

        public override void Dispose() => inner.Dispose();
    }
}
