namespace OstreePS.Core.Formats.GVariant;

/// <summary>The framing of one container, read and checked once so that each child is found in one step.</summary>
internal readonly struct ContainerFraming
{
    private readonly int _offsetSize;
    private readonly int _orderedUpTo;

    private ContainerFraming(int count) => Count = count;

    private ContainerFraming(int count, int offsetSize, int bodySize, int orderedUpTo)
    {
        Count = count;
        BodySize = bodySize;
        _offsetSize = offsetSize;
        _orderedUpTo = orderedUpTo;
    }

    /// <summary>Number of children.</summary>
    internal int Count { get; }

    /// <summary>In an array with framing offsets, where these start.</summary>
    internal int BodySize { get; }

    internal static ContainerFraming Read(ReadOnlySpan<byte> data, VariantType type) => type.Kind switch
    {
        VariantKind.Array => type.Element!.FixedSize is { } size
            ? new ContainerFraming(data.Length % size == 0 ? data.Length / size : 0)
            : ReadArray(data),
        VariantKind.Maybe => new ContainerFraming((type.Element!.FixedSize is { } size ? data.Length == size : !data.IsEmpty) ? 1 : 0),
        VariantKind.Tuple or VariantKind.DictEntry => ReadTuple(data, type.Members),
        VariantKind.Variant => new ContainerFraming(1),
        _ => default,
    };

    /// <summary>Whether the offsets of an array are as a writer makes them; its elements are not judged.</summary>
    internal bool HasNormalOffsets(ReadOnlySpan<byte> data)
        => data.IsEmpty || (Count > 0 && VariantFraming.TotalSize(BodySize, Count) == data.Length);

    /// <summary>Where an element of an array with framing offsets ends.</summary>
    internal uint End(ReadOnlySpan<byte> data, int index)
        => VariantFraming.ReadOffset(data, BodySize + (index * _offsetSize), _offsetSize);

    /// <summary>Finds a child. The index is below the count, the data and type are those of the framing.</summary>
    internal ChildSpan Locate(ReadOnlySpan<byte> data, VariantType type, int depth, int index)
    {
        switch (type.Kind)
        {
            case VariantKind.Array:
                VariantType element = type.Element!;
                return element.FixedSize is { } size
                    ? new ChildSpan(element, index * size, size)
                    : LocateElement(data, element, index);
            case VariantKind.Maybe:
                return new ChildSpan(type.Element!, 0, data.Length - (type.Element!.FixedSize is null ? 1 : 0));
            case VariantKind.Variant:
                return VariantFraming.LocateContent(data, depth);
            default:
                return LocateMember(data, type, index);
        }
    }

    private static ContainerFraming ReadArray(ReadOnlySpan<byte> data)
    {
        int size = VariantFraming.OffsetSize(data.Length);
        uint lastEnd = data.IsEmpty ? 0 : VariantFraming.ReadOffset(data, data.Length - size, size);
        if (data.IsEmpty || lastEnd > data.Length || (data.Length - lastEnd) % size != 0)
            return default;

        int body = (int)lastEnd;
        int count = (data.Length - body) / size;
        int ordered = 0;
        for (uint previous = 0; ordered < count; ordered++)
        {
            uint end = VariantFraming.ReadOffset(data, body + (ordered * size), size);
            if (end < previous)
                break;
            previous = end;
        }
        return new ContainerFraming(count, size, body, ordered - 1);
    }

    private static ContainerFraming ReadTuple(ReadOnlySpan<byte> data, VariantMember[] members)
    {
        int size = VariantFraming.OffsetSize(data.Length);
        int ordered = 0;
        for (long previousEnd = 0; ordered < members.Length; ordered++)
        {
            (long start, long end) = VariantFraming.Bounds(data, members[ordered], size);
            if (start > end || start < previousEnd || end > data.Length)
                break;
            previousEnd = end;
        }

        // Members may not overlap. But when it is the first one that is broken, the others still stand.
        return new ContainerFraming(members.Length, size, data.Length, ordered == 0 ? members.Length : ordered - 1);
    }

    private ChildSpan LocateElement(ReadOnlySpan<byte> data, VariantType element, int index)
    {
        if (index > _orderedUpTo)
            return new ChildSpan(element, 0, 0);
        long mask = element.Alignment - 1;
        long start = index == 0 ? 0 : (End(data, index - 1) + mask) & ~mask;
        long end = End(data, index);
        return start < end && end <= BodySize
            ? new ChildSpan(element, (int)start, (int)(end - start))
            : new ChildSpan(element, 0, 0);
    }

    private ChildSpan LocateMember(ReadOnlySpan<byte> data, VariantType type, int index)
    {
        VariantMember member = type.Members[index];
        var none = new ChildSpan(member.Type, 0, 0);
        int offsetsNeeded = member.OffsetIndex + (member.Ending == MemberEnding.Offset ? 2 : 1);
        if (index > _orderedUpTo || (long)_offsetSize * offsetsNeeded > data.Length)
            return none;
        (long start, long end) = VariantFraming.Bounds(data, member, _offsetSize);
        (_, long lastEnd) = VariantFraming.Bounds(data, type.Members[^1], _offsetSize);
        return start < end && end <= data.Length && end <= lastEnd
            ? new ChildSpan(member.Type, (int)start, (int)(end - start))
            : none;
    }
}
