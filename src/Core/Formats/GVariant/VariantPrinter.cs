using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Prints values in GLib's notation.</summary>
internal static class VariantPrinter
{
    private const int MaxLength = 1 << 29;

    internal static void Print(StringBuilder text, VariantReader value, bool annotate)
    {
        if (text.Length > MaxLength)
            throw new OstreeException(OstreeFault.MalformedVariant, "The GVariant is too large to print.", value.Type.ToString());
        switch (value.Type.Kind)
        {
            case VariantKind.Maybe:
                PrintMaybe(text, value, annotate);
                break;
            case VariantKind.Array when IsByteString(value):
                PrintBytes(text, value.GetBytes()[..^1]);
                break;
            case VariantKind.Array:
                PrintArray(text, value, annotate);
                break;
            case VariantKind.Tuple:
                PrintMembers(text.Append('('), value, annotate);
                text.Append(value.Count == 1 ? ",)" : ")");
                break;
            case VariantKind.DictEntry:
                PrintMembers(text.Append('{'), value, annotate);
                text.Append('}');
                break;
            case VariantKind.Variant:
                Print(text.Append('<'), value.Child(0), annotate: true);
                text.Append('>');
                break;
            default:
                PrintBasic(text, value, annotate);
                break;
        }
    }

    private static void PrintBasic(StringBuilder text, VariantReader value, bool annotate)
    {
        if (annotate)
            text.Append(Keyword(value.Type.Kind));
        switch (value.Type.Kind)
        {
            case VariantKind.Boolean:
                text.Append(value.GetBoolean() ? "true" : "false");
                break;
            case VariantKind.Byte:
                PrintByte(text, value.GetByte());
                break;
            case VariantKind.Int16:
                text.Append(CultureInfo.InvariantCulture, $"{value.GetInt16()}");
                break;
            case VariantKind.UInt16:
                text.Append(value.GetUInt16());
                break;
            case VariantKind.Int32:
                text.Append(CultureInfo.InvariantCulture, $"{value.GetInt32()}");
                break;
            case VariantKind.UInt32:
                text.Append(value.GetUInt32());
                break;
            case VariantKind.Int64:
                text.Append(CultureInfo.InvariantCulture, $"{value.GetInt64()}");
                break;
            case VariantKind.UInt64:
                text.Append(value.GetUInt64());
                break;
            case VariantKind.Handle:
                text.Append(CultureInfo.InvariantCulture, $"{value.GetHandle()}");
                break;
            case VariantKind.Double:
                PrintDouble(text, value.GetDouble());
                break;
            default:
                PrintString(text, value.GetString());
                break;
        }
    }

    private static string Keyword(VariantKind kind) => kind switch
    {
        VariantKind.Byte => "byte ",
        VariantKind.Int16 => "int16 ",
        VariantKind.UInt16 => "uint16 ",
        VariantKind.UInt32 => "uint32 ",
        VariantKind.Int64 => "int64 ",
        VariantKind.UInt64 => "uint64 ",
        VariantKind.Handle => "handle ",
        VariantKind.ObjectPath => "objectpath ",
        VariantKind.Signature => "signature ",
        _ => "",
    };

    private static void PrintMaybe(StringBuilder text, VariantReader value, bool annotate)
    {
        if (annotate)
            text.Append('@').Append(value.Type.AsSpan()).Append(' ');
        int justs = 0;
        while (value.Type.Kind == VariantKind.Maybe && value.Count > 0)
        {
            value = value.Child(0);
            justs++;
        }

        // A plain value stands for itself however many maybes enclose it; nothing needs to say at which level it is.
        if (value.Type.Kind != VariantKind.Maybe)
        {
            Print(text, value, annotate: false);
            return;
        }
        for (; justs > 0; justs--)
            text.Append("just ");
        text.Append("nothing");
    }

    private static void PrintArray(StringBuilder text, VariantReader array, bool annotate)
    {
        bool dictionary = array.Type.Element!.Kind == VariantKind.DictEntry;
        int count = array.Count;
        if (count == 0)
        {
            if (annotate)
                text.Append('@').Append(array.Type.AsSpan()).Append(' ');
            text.Append(dictionary ? "{}" : "[]");
            return;
        }

        text.Append(dictionary ? '{' : '[');
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(", ");
            VariantReader item = array.Child(i);
            if (dictionary)
            {
                Print(text, item.Child(0), annotate);
                Print(text.Append(": "), item.Child(1), annotate);
            }
            else
            {
                Print(text, item, annotate);
            }
            annotate = false;
        }
        text.Append(dictionary ? '}' : ']');
    }

    private static void PrintMembers(StringBuilder text, VariantReader tuple, bool annotate)
    {
        int count = tuple.Count;
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(", ");
            Print(text, tuple.Child(i), annotate);
        }
    }

    private static void PrintDouble(StringBuilder text, double value)
    {
        string number = CNumber.Print(value);
        text.Append(number);
        if (!number.AsSpan().ContainsAny(".en"))
            text.Append(".0");
    }

    private static void PrintByte(StringBuilder text, byte value)
        => text.Append("0x").Append(CultureInfo.InvariantCulture, $"{value:x2}");

    private static bool IsByteString(VariantReader value)
        => value.Type.Element!.Kind == VariantKind.Byte && !value.Data.IsEmpty && value.Data.IndexOf((byte)0) == value.Data.Length - 1;

    private static void PrintBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        char quote = bytes.Contains((byte)'\'') ? '"' : '\'';
        text.Append('b').Append(quote);
        foreach (byte b in bytes)
        {
            if (b is (byte)'"' or (byte)'\\')
                text.Append('\\').Append((char)b);
            else if (b is >= 0x20 and < 0x7f)
                text.Append((char)b);
            else if (b != '\a' && Letter(b) is { } letter)
                text.Append('\\').Append(letter);
            else
                text.Append('\\').Append((char)('0' + (b >> 6))).Append((char)('0' + ((b >> 3) & 7))).Append((char)('0' + (b & 7)));
        }
        text.Append(quote);
    }

    private static void PrintString(StringBuilder text, string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\')
                text.Append('\\').Append((char)rune.Value);
            else if (IsPrintable(rune))
                text.Append(rune);
            else if (Letter(rune.Value) is { } letter)
                text.Append('\\').Append(letter);
            else if (rune.IsBmp)
                text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }
        text.Append(quote);
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    private static char? Letter(int control) => control switch
    {
        '\a' => 'a',
        '\b' => 'b',
        '\f' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\v' => 'v',
        _ => null,
    };
}
