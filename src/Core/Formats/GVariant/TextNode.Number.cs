namespace OstreePS.Core.Formats.GVariant;

internal sealed class NumberNode(string token) : TextNode
{
    internal override string Pattern() => IsFloating() ? "Md" : "MN";

    protected override void WriteBare(VariantWriter writer, VariantType type)
    {
        if (type.Kind == VariantKind.Double)
        {
            double number = CNumber.ReadDouble(token, out int end, out bool outOfRange);
            if (outOfRange)
                throw Error("the number is out of the range of any type");
            CheckEnd(end);
            writer.WriteDouble(number);
            return;
        }

        bool negative = token[0] == '-';
        int start = negative ? 1 : 0;
        ulong? magnitude = CNumber.ReadUInt64(token.AsSpan(start), out int length);
        if (magnitude is not { } size)
            throw Error("the integer is too large for any type");
        CheckEnd(start + length);
        WriteInteger(writer, type, size, negative && size != 0);
    }

    private bool IsFloating()
        => token.Contains('.', StringComparison.Ordinal)
            || (token.Contains('e', StringComparison.Ordinal) && !token.StartsWith("0x", StringComparison.Ordinal))
            || token.Contains("inf", StringComparison.Ordinal)
            || token.Contains("nan", StringComparison.Ordinal);

    private void CheckEnd(int end)
    {
        if (end < token.Length)
            throw VariantTextError.At(Source.Text, Source.End - token.Length + end, $"'{token[end]}' cannot stand in this number");
    }

    private void WriteInteger(VariantWriter writer, VariantType type, ulong size, bool negative)
    {
        ulong limit = type.Kind switch
        {
            VariantKind.Byte => byte.MaxValue,
            VariantKind.Int16 => (ulong)short.MaxValue,
            VariantKind.UInt16 => ushort.MaxValue,
            VariantKind.Int32 or VariantKind.Handle => int.MaxValue,
            VariantKind.UInt32 => uint.MaxValue,
            VariantKind.Int64 => long.MaxValue,
            VariantKind.UInt64 => ulong.MaxValue,
            _ => throw WrongType(type),
        };
        bool signed = type.Kind is VariantKind.Int16 or VariantKind.Int32 or VariantKind.Handle or VariantKind.Int64;
        if (negative && (!signed || size - 1 > limit))
            throw Error($"the number is out of range for type '{type}'");
        if (!negative && size > limit)
            throw Error($"the number is out of range for type '{type}'");

        long value = unchecked(negative ? -(long)size : (long)size);
        switch (type.Kind)
        {
            case VariantKind.Byte:
                writer.WriteByte((byte)size);
                break;
            case VariantKind.Int16:
                writer.WriteInt16((short)value);
                break;
            case VariantKind.UInt16:
                writer.WriteUInt16((ushort)size);
                break;
            case VariantKind.Int32:
                writer.WriteInt32((int)value);
                break;
            case VariantKind.Handle:
                writer.WriteHandle((int)value);
                break;
            case VariantKind.UInt32:
                writer.WriteUInt32((uint)size);
                break;
            case VariantKind.Int64:
                writer.WriteInt64(value);
                break;
            default:
                writer.WriteUInt64(size);
                break;
        }
    }
}
