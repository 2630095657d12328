using System.Buffers.Binary;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Objects;

/// <summary>What a content object says of its file besides the payload.</summary>
/// <remarks>
/// Format, from upstream's <c>ostree-core.h</c>: a big-endian u32 with the variant's length, four zero bytes, then
/// <c>(uuuusa(ayay))</c> = uid, gid, mode, rdev (0), link target, attributes, integers big-endian.
/// In an archive repository the variant is <c>(tuuuusa(ayay))</c>, the first member being the payload's size.
/// </remarks>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Mode">Type and permissions, as in <c>st_mode</c>.</param>
/// <param name="SymlinkTarget">Where a symbolic link points; empty for a regular file.</param>
/// <param name="Xattrs">Extended attributes.</param>
public sealed record FileHeader(uint Uid, uint Gid, uint Mode, string SymlinkTarget, ExtendedAttributes Xattrs)
{
    /// <summary>Bytes before the variant: its length, and padding.</summary>
    internal const int PrefixBytes = 8;

    internal static readonly VariantType PlainType = VariantType.Parse("(uuuusa(ayay))");
    private static readonly VariantType ArchiveType = VariantType.Parse("(tuuuusa(ayay))");

    /// <summary>Whether this is a symbolic link; otherwise it is a regular file.</summary>
    public bool IsSymlink => UnixMode.IsSymlink(Mode);

    /// <summary>Writes the variant that is hashed, after its prefix, before the payload.</summary>
    internal ReadOnlySpan<byte> WritePlain(VariantWriter writer) => Write(writer, size: null);

    /// <summary>Writes the variant that starts, after its prefix, an object of an archive repository.</summary>
    /// <param name="writer">A writer to reuse.</param>
    /// <param name="size">Bytes of uncompressed payload; 0 for a link.</param>
    internal ReadOnlySpan<byte> WriteArchive(VariantWriter writer, long size) => Write(writer, size);

    /// <summary>Writes the prefix of a variant: its length, big-endian, and four zero bytes.</summary>
    internal static void WritePrefix(Span<byte> prefix, int variantLength)
    {
        prefix[..PrefixBytes].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(prefix, (uint)variantLength);
    }

    /// <summary>Reads the variant of an archive object.</summary>
    internal static FileHeader ParseArchive(ReadOnlySpan<byte> variant, string where, out long size)
    {
        var reader = new VariantReader(variant, ArchiveType);
        RequireNormal(reader, where);
        ulong raw = BinaryPrimitives.ReverseEndianness(reader.Child(0).GetUInt64());
        if (raw > long.MaxValue)
            throw Corrupt(where, "a size that no file can have");
        size = (long)raw;
        return Parse(reader, first: 1, where);
    }

    /// <summary>Reads the variant of a content stream.</summary>
    internal static FileHeader ParsePlain(ReadOnlySpan<byte> variant, string where)
    {
        var reader = new VariantReader(variant, PlainType);
        RequireNormal(reader, where);
        return Parse(reader, first: 0, where);
    }

    private static FileHeader Parse(VariantReader reader, int first, string where)
    {
        uint uid = BinaryPrimitives.ReverseEndianness(reader.Child(first).GetUInt32());
        uint gid = BinaryPrimitives.ReverseEndianness(reader.Child(first + 1).GetUInt32());
        uint mode = BinaryPrimitives.ReverseEndianness(reader.Child(first + 2).GetUInt32());
        UnixMode.ValidateContent(mode, where);
        string target = reader.Child(first + 4).GetString();
        if (UnixMode.IsSymlink(mode) && target.Length == 0)
            throw Corrupt(where, "a symbolic link without a target");
        return new FileHeader(uid, gid, mode, UnixMode.IsSymlink(mode) ? target : string.Empty, ExtendedAttributes.Parse(reader.Child(first + 5), where));
    }

    private ReadOnlySpan<byte> Write(VariantWriter writer, long? size)
    {
        writer.Reset(size is null ? PlainType : ArchiveType);
        writer.BeginTuple();
        if (size is { } bytes)
            writer.WriteUInt64(BinaryPrimitives.ReverseEndianness((ulong)bytes));
        writer.WriteUInt32(BinaryPrimitives.ReverseEndianness(Uid));
        writer.WriteUInt32(BinaryPrimitives.ReverseEndianness(Gid));
        writer.WriteUInt32(BinaryPrimitives.ReverseEndianness(Mode));
        writer.WriteUInt32(0);
        writer.WriteString(SymlinkTarget);
        Xattrs.Write(writer);
        writer.End();
        return writer.WrittenSpan;
    }

    private static void RequireNormal(VariantReader reader, string where)
    {
        if (!reader.IsNormalForm)
            throw Corrupt(where, "a header that is not in normal form");
    }

    private static OstreeException Corrupt(string where, string what) => new(
        OstreeFault.CorruptObject,
        $"{where} has {what}.",
        where,
        "The object is damaged or hostile: fetch it again from a source that you trust.");
}
