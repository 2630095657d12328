namespace OstreePS.Core.Formats.Tar;

/// <summary>An entry of a tar archive, with all that its headers say.</summary>
/// <param name="Path">Its path as it stands in the archive.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Permissions">The permission bits, without the type.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Size">Bytes of content that follow; a hard link may have some too.</param>
/// <param name="LinkTarget">Where a link points, as it stands in the archive; empty for anything else.</param>
/// <param name="Xattrs">Extended attributes, names without a final NUL; null for none.</param>
internal sealed record TarEntry(
    string Path,
    TarEntryKind Kind,
    uint Permissions,
    uint Uid,
    uint Gid,
    long Size,
    string LinkTarget,
    IReadOnlyList<KeyValuePair<byte[], byte[]>>? Xattrs);
