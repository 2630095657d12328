using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OstreePS.Core.Trees.Labels;

/// <summary>
/// Text in which each character is one byte, for libselinux matches bytes: <c>.</c> is a byte, and an <c>é</c> two. Bytes beyond ASCII
/// are characters of the private use area from U+E000 on, which no class of .NET's expressions takes for a letter or a space.
/// </summary>
internal static class ByteText
{
    private const int Shift = 0xE000;
    private const int FirstBeyondAscii = 0x80;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The text of bytes.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, static (text, source) =>
    {
        for (int i = 0; i < text.Length; i++)
            text[i] = Character(source[i]);
    });

    /// <summary>The text of a path; itself where it has no bytes beyond ASCII.</summary>
    internal static string Of(string path) => Ascii.IsValid(path) ? path : Of(Encoding.UTF8.GetBytes(path));

    /// <summary>An expression of PCRE as libselinux has it: between <c>^</c> and <c>$</c>, alternatives or not, and with a dot that stands for every byte.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static Regex Compile(string expression)
        => new($"^{PosixClasses(NumberedBytes(expression))}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, Patience);

    private static char Character(int value) => (char)(value < FirstBeyondAscii ? value : Shift + value);

    // The classes of POSIX in brackets are all that PCRE has in policies and .NET has not.
    private static string PosixClasses(string expression) => !expression.Contains("[:", StringComparison.Ordinal)
        ? expression
        : new StringBuilder(expression)
            .Replace("[:alnum:]", "a-zA-Z0-9").Replace("[:alpha:]", "a-zA-Z").Replace("[:digit:]", "0-9").Replace("[:xdigit:]", "0-9a-fA-F")
            .Replace("[:lower:]", "a-z").Replace("[:upper:]", "A-Z").Replace("[:space:]", @"\s").Replace("[:word:]", @"\w")
            .Replace("[:punct:]", @"!-/:-@\[-`{-~").ToString();

    // Bytes given by number: \xc3, \x{c3}, \303.
    private static string NumberedBytes(string expression)
    {
        if (!expression.Contains('\\', StringComparison.Ordinal))
            return expression;
        var result = new StringBuilder();
        for (int i = 0; i < expression.Length; i++)
        {
            if (expression[i] != '\\')
            {
                result.Append(expression[i]);
                continue;
            }

            (int value, int length) = NumberAt(expression.AsSpan(i + 1));
            if (length > 0 && value >= FirstBeyondAscii)
            {
                result.Append(Character(value));
                i += length;
            }
            else
            {
                result.Append('\\');
                if (++i < expression.Length)
                    result.Append(expression[i]);
            }
        }

        return result.ToString();
    }

    private static (int Value, int Length) NumberAt(ReadOnlySpan<char> escape) => escape switch
    {
        ['x', '{', var high, var low, '}', ..] when IsHex(high) && IsHex(low) => (Hex(escape[2..4]), 5),
        ['x', var high, var low, ..] when IsHex(high) && IsHex(low) => (Hex(escape[1..3]), 3),
        [>= '2' and <= '3', >= '0' and <= '7', >= '0' and <= '7', ..] => (((escape[0] - '0') * 64) + ((escape[1] - '0') * 8) + (escape[2] - '0'), 3),
        _ => default,
    };

    private static bool IsHex(char digit) => char.IsAsciiHexDigit(digit);

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
