using System.Buffers.Binary;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Finds the children of serialised containers, in data that need not be well formed.</summary>
/// <remarks>
/// Layout, all offsets little-endian and relative to the container:
/// <code>
/// array    element, padding, element, … | end of each element        (offsets only when elements vary in size)
/// tuple    member, padding, member, …   | ends of the varying members but the last, in reverse order
/// maybe    nothing at all, or the value, and one zero byte when values vary in size
/// variant  value | 0 | type string
/// </code>
/// An offset has 1, 2 or 4 bytes: the fewest that can count the container's own size. What broken data reads as
/// follows GLib 2.74.6, since a checksum may cover values which other implementations have read that way.
/// </remarks>
internal static class VariantFraming
{
    /// <summary>Bytes per framing offset in a container of this size.</summary>
    internal static int OffsetSize(long size) => size switch { 0 => 0, <= 0xff => 1, <= 0xffff => 2, <= 0xffffffff => 4, _ => 8 };

    /// <summary>Size of a container with this much data and this many framing offsets.</summary>
    internal static long TotalSize(long body, long offsets)
        => body + offsets <= 0xff ? body + offsets
            : body + (2 * offsets) <= 0xffff ? body + (2 * offsets)
            : body + (4 * offsets) <= 0xffffffff ? body + (4 * offsets)
            : body + (8 * offsets);

    internal static uint ReadOffset(ReadOnlySpan<byte> data, int position, int size) => size switch
    {
        1 => data[position],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(data[position..]),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(data[position..]),
        _ => 0,
    };

    /// <summary>The bytes of a value as all readers see them: a fixed-size value of the wrong size has none.</summary>
    internal static ReadOnlySpan<byte> Usable(ReadOnlySpan<byte> data, VariantType type)
        => type.FixedSize is { } size && size != data.Length ? default : data;

    /// <summary>Where a member of a tuple claims to lie, judged by nobody yet.</summary>
    internal static (long Start, long End) Bounds(ReadOnlySpan<byte> data, in VariantMember member, int offsetSize)
    {
        long before = (long)offsetSize * (member.OffsetIndex + 1);
        bool known = before <= data.Length;
        long start = member.StartAfter(
            member.OffsetIndex >= 0 && known ? ReadOffset(data, data.Length - (int)before, offsetSize) : 0);
        if (member.Ending == MemberEnding.Fixed)
            return (start, start + member.Type.FixedSize!.Value);
        if (member.Ending == MemberEnding.Last && known)
            return (start, data.Length - before);
        if (member.Ending == MemberEnding.Offset && before + offsetSize <= data.Length)
            return (start, ReadOffset(data, data.Length - (int)before - offsetSize, offsetSize));
        return (start, long.MaxValue);
    }

    /// <summary>Finds the value in a <c>v</c>: <c>()</c> without bytes when there is none, or when it would nest too deeply.</summary>
    internal static ChildSpan LocateContent(ReadOnlySpan<byte> data, int depth)
    {
        int end = data.LastIndexOf((byte)0);
        if (end >= 0
            && ParseType(data[(end + 1)..]) is { IsDefinite: true } type
            && (type.FixedSize is not { } size || size == end)
            && depth < unchecked((uint)(VariantSyntax.MaxDepth - type.Depth)))
        {
            return new ChildSpan(type, 0, end);
        }
        return new ChildSpan(VariantType.Unit, 0, 0);
    }

    private static VariantType? ParseType(ReadOnlySpan<byte> text)
        => text.Length <= 256
            ? VariantType.TryParse(VariantSyntax.Widen(text, stackalloc char[text.Length]))
            : VariantType.TryParse(VariantSyntax.Widen(text, new char[text.Length]));
}

/// <summary>Where a child lies in its container's data. No bytes for a fixed-size type means that the child is broken.</summary>
internal readonly record struct ChildSpan(VariantType Type, int Start, int Length);
