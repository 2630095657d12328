using System.Buffers;
using OstreePS.Core.Formats.Tar;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Export;

/// <summary>An entry on its way into an archive: loaded on the pool, written in the order of the walk.</summary>
/// <param name="Entry">Its headers.</param>
/// <param name="Content">Content that is small enough to be loaded ahead, rented; null otherwise.</param>
/// <param name="Stream">The object whose content is streamed; null for none.</param>
internal sealed record ExportPart(TarEntry Entry, byte[]? Content, Checksum? Stream)
{
    private const int LoadedAhead = 256 * 1024;

    /// <summary>Loads an entry.</summary>
    /// <param name="objects">Reads objects.</param>
    /// <param name="entry">What the walk found.</param>
    /// <param name="path">The path that it gets.</param>
    /// <param name="earlier">The path of the entry that had the same content first; null when this is the first.</param>
    /// <param name="withXattrs">Whether extended attributes are written.</param>
    /// <exception cref="Diagnostics.OstreeException">A fault of an object.</exception>
    internal static ExportPart Load(ObjectLoader objects, in TreeEntry entry, string path, string? earlier, bool withXattrs)
    {
        if (entry.Meta is { } metaChecksum)
        {
            DirMeta meta = objects.LoadDirMeta(metaChecksum);
            return new ExportPart(Describe(path, TarEntryKind.Directory, meta.Mode, meta.Uid, meta.Gid, 0, string.Empty, meta.Xattrs, withXattrs), Content: null, Stream: null);
        }

        ContentObject content = objects.OpenContent(entry.Checksum);
        FileHeader header = content.Header;
        long size = content.Size;
        if (header.IsSymlink || earlier is not null || size == 0 || size > LoadedAhead)
        {
            content.Dispose();
            TarEntryKind kind = header.IsSymlink ? TarEntryKind.SymbolicLink : earlier is not null ? TarEntryKind.HardLink : TarEntryKind.File;
            string link = header.IsSymlink ? header.SymlinkTarget : earlier ?? string.Empty;
            TarEntry described = Describe(path, kind, header.Mode, header.Uid, header.Gid, kind == TarEntryKind.File ? size : 0, link, header.Xattrs, withXattrs);
            return new ExportPart(described, Content: null, kind == TarEntryKind.File && size > 0 ? entry.Checksum : null);
        }

        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)size + 1);
        using (var payload = new VerifyingStream(content, entry.Checksum))
            size = payload.ReadAtLeast(bytes, (int)size + 1, throwOnEndOfStream: false);
        return new ExportPart(Describe(path, TarEntryKind.File, header.Mode, header.Uid, header.Gid, size, string.Empty, header.Xattrs, withXattrs), bytes, Stream: null);
    }

    private static TarEntry Describe(string path, TarEntryKind kind, uint mode, uint uid, uint gid, long size, string link, ExtendedAttributes xattrs, bool withXattrs)
        => new(
            path,
            kind,
            mode & UnixMode.PermissionMask,
            uid,
            gid,
            size,
            link,
            withXattrs && xattrs.Count > 0 ? [.. xattrs.Select(x => KeyValuePair.Create(x.RawName.ToArray(), x.Value.ToArray()))] : null);
}
