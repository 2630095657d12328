using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Pull.Sinks;

namespace OstreePS.Core.Repository.Inventory;

/// <summary>An object with what is in it.</summary>
public sealed record ObjectDetails : ObjectInfo
{
    /// <summary>
    /// The parsed object: <see cref="Objects.Commit"/>, <see cref="Objects.DirTree"/>, <see cref="Objects.DirMeta"/>,
    /// <see cref="Objects.FileHeader"/>, <see cref="Objects.ExtendedAttributes"/>; a dictionary for detached metadata and
    /// tombstones; the target for a payload link.
    /// </summary>
    public required object Value { get; init; }

    /// <summary>Bytes of content, for a file object; null for others.</summary>
    public long? ContentSize { get; init; }

    /// <summary>The object as a GVariant with its integers as they lie in the file; the header, for a file object; null for a payload link.</summary>
    public required Variant? Variant { get; init; }

    /// <summary>The GVariant as text, every integer read as big-endian: what upstream's <c>show --raw</c> prints.</summary>
    public string? Text => (BitConverter.IsLittleEndian ? Variant?.Byteswap() : Variant)?.Print(annotate: true);

    /// <summary>The GVariant as text, integers read as they lie: what upstream's <c>show --raw -B</c> prints.</summary>
    public string? RawText => Variant?.Print(annotate: true);
}
