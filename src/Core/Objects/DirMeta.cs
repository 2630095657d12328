using System.Buffers.Binary;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Objects;

/// <summary>Owner, mode and extended attributes of a directory.</summary>
/// <remarks>Format: <c>(uuua(ayay))</c> = uid, gid, mode, attributes, integers big-endian; upstream's <c>ostree-core.h</c>.
/// The attribute <c>user.ostreemeta</c> of a <c>bare-user</c> repository has the same form, with a file's mode.</remarks>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Mode">Type and permissions, as in <c>st_mode</c>.</param>
/// <param name="Xattrs">Extended attributes.</param>
public sealed record DirMeta(uint Uid, uint Gid, uint Mode, ExtendedAttributes Xattrs)
{
    internal static readonly VariantType Type = VariantType.Parse("(uuua(ayay))");

    /// <summary>Reads and validates an object.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/>.</exception>
    public static DirMeta Parse(ReadOnlySpan<byte> bytes, string where)
    {
        DirMeta meta = ParseAny(bytes, where);
        UnixMode.ValidateDirectory(meta.Mode, where);
        return meta;
    }

    /// <summary>The bytes of the object.</summary>
    public byte[] ToBytes()
    {
        using var writer = new VariantWriter(Type);
        return Write(writer).ToArray();
    }

    /// <summary>Reads the form without looking at the mode's type.</summary>
    internal static DirMeta ParseAny(ReadOnlySpan<byte> bytes, string where)
    {
        var reader = new VariantReader(bytes, Type);
        if (!reader.IsNormalForm)
            throw new OstreeException(OstreeFault.CorruptObject, $"{where} is not in normal form.", where, "The object is damaged: fetch it again or restore it.");
        return new DirMeta(
            BinaryPrimitives.ReverseEndianness(reader.Child(0).GetUInt32()),
            BinaryPrimitives.ReverseEndianness(reader.Child(1).GetUInt32()),
            BinaryPrimitives.ReverseEndianness(reader.Child(2).GetUInt32()),
            ExtendedAttributes.Parse(reader.Child(3), where));
    }

    internal ReadOnlySpan<byte> Write(VariantWriter writer)
    {
        writer.Reset(Type);
        writer.BeginTuple();
        writer.WriteUInt32(BinaryPrimitives.ReverseEndianness(Uid));
        writer.WriteUInt32(BinaryPrimitives.ReverseEndianness(Gid));
        writer.WriteUInt32(BinaryPrimitives.ReverseEndianness(Mode));
        Xattrs.Write(writer);
        writer.End();
        return writer.WrittenSpan;
    }
}
