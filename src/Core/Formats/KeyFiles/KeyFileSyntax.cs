using System.Globalization;
using System.Text;

namespace OstreePS.Core.Formats.KeyFiles;

/// <summary>Which names a key file can hold.</summary>
internal static class KeyFileSyntax
{
    internal static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    internal static bool IsGroupName(string name)
    {
        foreach (char c in name)
        {
            if (c is '[' or ']' or < ' ' or '\x7f')
                return false;
        }
        return name.Length > 0;
    }

    /// <summary>Whether the text is a key, with or without a locale in brackets.</summary>
    internal static bool IsKeyName(string name)
    {
        int end = name.AsSpan().IndexOfAny('=', '[', ']');
        int length = end < 0 ? name.Length : end;
        if (length == 0 || name[0] == ' ' || name[length - 1] == ' ' || name.Contains('\0', StringComparison.Ordinal))
            return false;
        if (end < 0)
            return true;
        if (name[end] != '[' || name.IndexOf(']', end) != name.Length - 1)
            return false;
        foreach (Rune rune in name.AsSpan()[(end + 1)..^1].EnumerateRunes())
        {
            if (!IsAlphanumeric(rune) && !"-_.@".Contains((char)rune.Value, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    /// <summary>Whether a key can be written so that it is read again: GLib lets more through, and then loses or breaks the line.</summary>
    internal static bool IsWritableKeyName(string name)
        => IsKeyName(name) && name[0] != '#' && !IsSpace(name[0]) && !IsSpace(name[^1]) && !name.Contains('\n', StringComparison.Ordinal);

    /// <summary>The locale of a key; null for a key of none.</summary>
    internal static string? LocaleOf(string key)
    {
        int open = key.LastIndexOf('[');
        return open >= 0 && key.Length - open > 2 ? key[(open + 1)..^1] : null;
    }

    private static bool IsAlphanumeric(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter
        or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
