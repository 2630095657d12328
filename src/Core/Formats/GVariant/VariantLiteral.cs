using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Takes quoted literals apart. Both kinds join lines at a backslash, and drop one before any other character.</summary>
internal static class VariantLiteral
{
    /// <summary>Reads the literal whose opening quote stands at <paramref name="open"/>.</summary>
    internal static byte[] UnescapeString(byte[] text, int open)
    {
        var value = new List<byte>();
        int i = open + 1;
        for (; i < text.Length && text[i] != text[open]; i++)
        {
            if (text[i] != '\\')
            {
                value.Add(text[i]);
                continue;
            }
            if (++i == text.Length)
                break;
            if (text[i] is (byte)'u' or (byte)'U')
                i = UnescapeRune(text, i + 1, text[i] == 'u' ? 4 : 8, value) - 1;
            else if (text[i] != '\n')
                value.Add(Control(text[i]) ?? text[i]);
        }
        return i < text.Length ? [.. value] : throw Unterminated(text, open);
    }

    /// <summary>Reads the literal whose opening quote stands at <paramref name="open"/>, up to its first NUL.</summary>
    /// <returns>The bytes with one final NUL.</returns>
    internal static byte[] UnescapeBytes(byte[] text, int open)
    {
        var value = new List<byte>();
        int i = open + 1;
        for (; i < text.Length && text[i] != text[open]; i++)
        {
            if (text[i] != '\\')
            {
                value.Add(text[i]);
                continue;
            }
            if (++i == text.Length)
                break;
            if (text[i] is >= (byte)'0' and <= (byte)'7')
                value.Add(UnescapeOctal(text, ref i));
            else if (text[i] != '\n')
                value.Add(Control(text[i]) ?? text[i]);
        }
        if (i >= text.Length)
            throw Unterminated(text, open);

        int nul = value.IndexOf(0);
        return [.. nul < 0 ? value : value.GetRange(0, nul), 0];
    }

    private static byte UnescapeOctal(byte[] text, ref int i)
    {
        int number = text[i] - '0';
        for (int digits = 1; digits < 3 && i + 1 < text.Length && text[i + 1] is >= (byte)'0' and <= (byte)'7'; digits++)
            number = (number * 8) + text[++i] - '0';
        return (byte)number;
    }

    private static int UnescapeRune(byte[] text, int start, int digits, List<byte> value)
    {
        ReadOnlySpan<byte> hex = text.AsSpan(start, Math.Min(digits, text.Length - start));
        if (hex.Length < digits
            || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number)
            || number == 0
            || !Rune.TryCreate(number, out Rune rune))
        {
            throw VariantTextError.At(text, start, $"{digits} hexadecimal digits of a Unicode character other than NUL were expected");
        }
        Span<byte> utf8 = stackalloc byte[4];
        value.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        return start + digits;
    }

    private static byte? Control(byte letter) => letter switch
    {
        (byte)'a' => (byte)'\a',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'v' => (byte)'\v',
        _ => null,
    };

    private static Diagnostics.OstreeException Unterminated(byte[] text, int open)
        => VariantTextError.At(text, text[open] == 'b' || open == 0 || text[open - 1] != 'b' ? open : open - 1, "the quote is not closed");
}
