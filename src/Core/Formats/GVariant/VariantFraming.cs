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

    /// <summary>Number of children; <paramref name="array"/> is the framing of an array, else unused.</summary>
    internal static int Count(ReadOnlySpan<byte> data, VariantType type, in ArrayFraming array) => type.Kind switch
    {
        VariantKind.Array => array.Count,
        VariantKind.Maybe => type.Element!.FixedSize is { } size ? (size == data.Length ? 1 : 0) : (data.IsEmpty ? 0 : 1),
        VariantKind.Tuple or VariantKind.DictEntry => type.Members.Length,
        VariantKind.Variant => 1,
        _ => 0,
    };

    /// <summary>Finds a child. The index is below the count.</summary>
    internal static ChildSpan Locate(ReadOnlySpan<byte> data, VariantType type, in ArrayFraming array, int depth, int index)
        => type.Kind switch
        {
            VariantKind.Array => array.Locate(data, type.Element!, index),
            VariantKind.Maybe => new ChildSpan(type.Element!, 0, data.Length - (type.Element!.FixedSize is null ? 1 : 0)),
            VariantKind.Variant => LocateContent(data, depth),
            _ => LocateMember(data, type, index),
        };

    private static ChildSpan LocateMember(ReadOnlySpan<byte> data, VariantType type, int index)
    {
        VariantMember[] members = type.Members;
        VariantMember member = members[index];
        var none = new ChildSpan(member.Type, 0, 0);
        if (data.IsEmpty && type.FixedSize is not null)
            return none;

        // Members may not overlap. The first one is not looked at: when it is broken, the others still stand.
        int offsetSize = OffsetSize(data.Length);
        long previousEnd = 0;
        for (int i = 0; index > 0 && i <= index; i++)
        {
            (long from, long to) = Bounds(data, members[i], offsetSize);
            if (from > to || from < previousEnd || to > data.Length)
            {
                if (i > 0)
                    return none;
                break;
            }
            previousEnd = to;
        }

        int offsetsNeeded = member.OffsetIndex + (member.Ending == MemberEnding.Offset ? 2 : 1);
        if ((long)offsetSize * offsetsNeeded > data.Length)
            return none;
        (long start, long end) = Bounds(data, member, offsetSize);
        (_, long lastEnd) = Bounds(data, members[^1], offsetSize);
        return start < end && end <= data.Length && end <= lastEnd
            ? new ChildSpan(member.Type, (int)start, (int)(end - start))
            : none;
    }

    private static (long Start, long End) Bounds(ReadOnlySpan<byte> data, in VariantMember member, int offsetSize)
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

    private static ChildSpan LocateContent(ReadOnlySpan<byte> data, int depth)
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

/// <summary>The framing of an array, read once so that each element is found in one step.</summary>
internal readonly struct ArrayFraming
{
    private readonly int _elementSize;
    private readonly int _offsetSize;
    private readonly int _bodySize;
    private readonly int _orderedUpTo;

    private ArrayFraming(int count, int elementSize)
    {
        Count = count;
        _elementSize = elementSize;
        IsNormal = true;
    }

    private ArrayFraming(ReadOnlySpan<byte> data, int count, int offsetSize, int bodySize)
    {
        Count = count;
        _offsetSize = offsetSize;
        _bodySize = bodySize;
        IsNormal = VariantFraming.TotalSize(bodySize, count) == data.Length;
        int ordered = 0;
        for (uint previous = 0; ordered < count; ordered++)
        {
            uint end = End(data, ordered);
            if (end < previous)
                break;
            previous = end;
        }
        _orderedUpTo = ordered - 1;
    }

    internal int Count { get; }

    /// <summary>Whether the offsets table itself is as a writer makes it; elements are not judged.</summary>
    internal bool IsNormal { get; }

    internal int BodySize => _bodySize;

    internal static ArrayFraming Read(ReadOnlySpan<byte> data, VariantType element)
    {
        if (element.FixedSize is { } size)
            return data.Length % size == 0 ? new ArrayFraming(data.Length / size, size) : default;
        if (data.IsEmpty)
            return new ArrayFraming(0, 0);

        int offsetSize = VariantFraming.OffsetSize(data.Length);
        uint lastEnd = VariantFraming.ReadOffset(data, data.Length - offsetSize, offsetSize);
        if (lastEnd > data.Length || (data.Length - lastEnd) % offsetSize != 0)
            return default;
        return new ArrayFraming(data, (int)(data.Length - lastEnd) / offsetSize, offsetSize, (int)lastEnd);
    }

    internal uint End(ReadOnlySpan<byte> data, int index)
        => VariantFraming.ReadOffset(data, _bodySize + (index * _offsetSize), _offsetSize);

    internal ChildSpan Locate(ReadOnlySpan<byte> data, VariantType element, int index)
    {
        if (_elementSize > 0)
            return new ChildSpan(element, index * _elementSize, _elementSize);
        if (index > _orderedUpTo)
            return new ChildSpan(element, 0, 0);

        long mask = element.Alignment - 1;
        long start = index == 0 ? 0 : (End(data, index - 1) + mask) & ~mask;
        long end = End(data, index);
        return start < end && end <= _bodySize
            ? new ChildSpan(element, (int)start, (int)(end - start))
            : new ChildSpan(element, 0, 0);
    }
}
