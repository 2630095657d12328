namespace OstreePS.Core.Formats.GVariant;

public readonly ref partial struct VariantReader
{
    /// <summary>Whether the bytes are the one serialisation that a correct writer gives this value.</summary>
    public bool IsNormalForm => IsNormal(_data, Type, _depth);

    private static bool IsNormal(ReadOnlySpan<byte> data, VariantType type, int depth)
    {
        if (depth >= VariantSyntax.MaxDepth)
            return false;
        data = VariantFraming.Usable(data, type);
        switch (type.Kind)
        {
            case VariantKind.Array:
                return type.Element!.FixedSize is null ? IsNormalArray(data, type, depth) : IsNormalFixedArray(data, type, depth);
            case VariantKind.Maybe:
                return IsNormalMaybe(data, type.Element!, depth);
            case VariantKind.Tuple or VariantKind.DictEntry:
                return IsNormalTuple(data, type, depth);
            case VariantKind.Variant:
                ChildSpan content = VariantFraming.LocateContent(data, depth);
                return depth < unchecked((uint)(VariantSyntax.MaxDepth - content.Type.Depth))
                    && (content.Length > 0 || content.Type.FixedSize is null)
                    && IsNormal(data.Slice(content.Start, content.Length), content.Type, depth + 1);
            case VariantKind.Boolean:
                return !data.IsEmpty && data[0] < 2;
            case VariantKind.String:
                return IsStringData(data);
            case VariantKind.ObjectPath:
                return IsStringData(data) && VariantSyntax.IsObjectPath(data[..^1]);
            case VariantKind.Signature:
                return IsStringData(data) && VariantSyntax.IsSignature(data[..^1]);
            default:
                return !data.IsEmpty;
        }
    }

    private static bool IsNormalMaybe(ReadOnlySpan<byte> data, VariantType element, int depth)
    {
        if (data.IsEmpty)
            return true;
        if (element.FixedSize is { } size)
            return size == data.Length && IsNormal(data, element, depth + 1);
        return data[^1] == 0 && IsNormal(data[..^1], element, depth + 1);
    }

    private static bool IsNormalFixedArray(ReadOnlySpan<byte> data, VariantType type, int depth)
    {
        VariantType element = type.Element!;
        int size = element.FixedSize!.Value;
        if (data.Length % size != 0)
            return false;
        if (element.IsBasic && element.Kind != VariantKind.Boolean)
            return data.IsEmpty || depth + 1 < VariantSyntax.MaxDepth;
        for (int i = 0; i < data.Length; i += size)
        {
            if (!IsNormal(data.Slice(i, size), element, depth + 1))
                return false;
        }
        return true;
    }

    private static bool IsNormalArray(ReadOnlySpan<byte> data, VariantType type, int depth)
    {
        VariantType element = type.Element!;
        ContainerFraming array = ContainerFraming.Read(data, type);
        if (!array.HasNormalOffsets(data))
            return false;

        int mask = element.Alignment - 1;
        int offset = 0;
        for (int i = 0; i < array.Count; i++)
        {
            uint end = array.End(data, i);
            if (end < offset || end > array.BodySize)
                return false;
            for (; (offset & mask) != 0; offset++)
            {
                if (offset >= end || data[offset] != 0)
                    return false;
            }
            if (!IsNormal(data[offset..(int)end], element, depth + 1))
                return false;
            offset = (int)end;
        }
        return true;
    }

    private static bool IsNormalTuple(ReadOnlySpan<byte> data, VariantType type, int depth)
    {
        if (data.IsEmpty && type.FixedSize is not null)
            return false;

        int offsetSize = VariantFraming.OffsetSize(data.Length);
        int table = data.Length;
        int offset = 0;
        foreach (VariantMember member in type.Members)
        {
            for (int mask = member.Type.Alignment - 1; (offset & mask) != 0; offset++)
            {
                if (offset >= data.Length || data[offset] != 0)
                    return false;
            }

            long end;
            switch (member.Ending)
            {
                case MemberEnding.Fixed:
                    end = (long)offset + member.Type.FixedSize!.Value;
                    break;
                case MemberEnding.Last:
                    end = table;
                    break;
                default:
                    table -= offsetSize;
                    if (table < offset)
                        return false;
                    end = VariantFraming.ReadOffset(data, table, offsetSize);
                    break;
            }

            if (end < offset || end > table || !IsNormal(data[offset..(int)end], member.Type, depth + 1))
                return false;
            offset = (int)end;
        }

        if (type.FixedSize is not null)
        {
            // What is left is padding; in () it is the one byte that every value must have.
            return !data[offset..].ContainsAnyExcept((byte)0);
        }
        return table == offset
            && (data.IsEmpty || VariantFraming.TotalSize(offset, (data.Length - table) / offsetSize) == data.Length);
    }
}
