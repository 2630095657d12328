using System.Text;

namespace OstreePS.Core.Formats.KeyFiles;

/// <summary>Turns values into the raw text of a key file and back.</summary>
internal static class KeyFileValue
{
    /// <summary>Undoes the escapes of a single string.</summary>
    /// <returns>The string, or null when the text holds a wrong escape.</returns>
    internal static string? Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
                text.Append(raw[i]);
            else if (Unescape(raw, ref i) is { } c)
                text.Append(c);
            else
                return null;
        }
        return text.ToString();
    }

    /// <summary>Splits a list at its separators and undoes the escapes of each part; a final separator is not needed.</summary>
    /// <returns>The parts, or null when the text holds a wrong escape.</returns>
    internal static string[]? UnescapeList(string raw, char separator)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] == separator)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else if (raw[i] != '\\')
            {
                part.Append(raw[i]);
            }
            else if (Unescape(raw, ref i) is { } c)
            {
                part.Append(c);
            }
            else if (i < raw.Length && raw[i] == separator)
            {
                part.Append(separator);
            }
            else
            {
                return null;
            }
        }
        if (part.Length > 0)
            parts.Add(part.ToString());
        return [.. parts];
    }

    /// <summary>Escapes what would not survive in a line: leading blanks, line ends and backslashes.</summary>
    internal static void Escape(StringBuilder raw, string text, char? separator = null)
    {
        bool leading = true;
        foreach (char c in text)
        {
            switch (c)
            {
                case ' ':
                    raw.Append(leading ? "\\s" : " ");
                    break;
                case '\t':
                    raw.Append(leading ? "\\t" : "\t");
                    break;
                case '\n':
                    raw.Append("\\n");
                    break;
                case '\r':
                    raw.Append("\\r");
                    break;
                case '\\':
                    raw.Append("\\\\");
                    leading = false;
                    break;
                default:
                    leading = c == separator;
                    raw.Append(leading ? "\\" : "").Append(c);
                    break;
            }
        }
    }

    /// <summary>Reads a boolean as GLib does.</summary>
    internal static bool? ReadBoolean(string raw) => TrimEnd(raw) switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    /// <summary>Reads a 32-bit integer as GLib does: what follows a blank is not looked at.</summary>
    internal static int? ReadInt32(string raw)
    {
        long number = CNumber.ReadInt64(raw, out int length, out bool outOfRange);
        bool ends = length == raw.Length || KeyFileSyntax.IsSpace(raw[length]);
        return raw.Length > 0 && ends && !outOfRange && number == (int)number ? (int)number : null;
    }

    /// <summary>Reads a 64-bit integer as GLib does: one that does not fit becomes the nearest that does.</summary>
    internal static long? ReadInt64(string raw)
    {
        long number = CNumber.ReadInt64(raw, out int length, out _);
        return raw.Length > 0 && length == raw.Length ? number : null;
    }

    /// <summary>Reads an unsigned 64-bit integer as GLib does: a minus wraps around.</summary>
    internal static ulong? ReadUInt64(string raw)
    {
        ulong number = CNumber.ReadUInt64(raw, out int length);
        return raw.Length > 0 && length == raw.Length ? number : null;
    }

    /// <summary>Reads a number as GLib does.</summary>
    internal static double? ReadDouble(string raw)
    {
        string text = raw.TrimStart(' ', '\t', '\n', '\v', '\f', '\r');
        double number = CNumber.ReadDouble(text, out int length, out _);
        return length > 0 && length == text.Length ? number : null;
    }

    private static string TrimEnd(string raw)
    {
        int end = raw.Length;
        while (end > 0 && KeyFileSyntax.IsSpace(raw[end - 1]))
            end--;
        return raw[..end];
    }

    private static char? Unescape(string raw, ref int i) => ++i == raw.Length ? null : raw[i] switch
    {
        's' => ' ',
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '\\' => '\\',
        _ => null,
    };
}
