namespace OstreePS.Core.Formats.GVariant;

/// <summary>The grammars of type strings, signatures and object paths.</summary>
internal static class VariantSyntax
{
    /// <summary>How many containers may enclose a type, and how deep a normal value may nest.</summary>
    internal const int MaxDepth = 128;

    private const string BasicKeys = "bynqihuxtdsog?";

    /// <summary>Scans one complete type from <paramref name="position"/> on.</summary>
    /// <returns>The position behind the type, or -1.</returns>
    internal static int ScanType(ReadOnlySpan<char> text, int position, int depthLeft = MaxDepth)
    {
        if (position >= text.Length)
            return -1;
        char head = text[position++];
        switch (head)
        {
            case 'b' or 'y' or 'n' or 'q' or 'i' or 'u' or 'x' or 't' or 'h' or 'd' or 's' or 'o' or 'g' or 'v' or '?' or 'r' or '*':
                return position;
            case 'a' or 'm':
                return depthLeft == 0 ? -1 : ScanType(text, position, depthLeft - 1);
            case '(':
                while (position >= text.Length || text[position] != ')')
                {
                    position = depthLeft == 0 ? -1 : ScanType(text, position, depthLeft - 1);
                    if (position < 0)
                        return -1;
                }
                return position + 1;
            case '{':
                if (depthLeft == 0 || position >= text.Length || !BasicKeys.Contains(text[position], StringComparison.Ordinal))
                    return -1;
                position = ScanType(text, position + 1, depthLeft - 1);
                return position >= 0 && position < text.Length && text[position] == '}' ? position + 1 : -1;
            default:
                return -1;
        }
    }

    /// <summary>Whether the text is a series of complete definite types without <c>m</c>.</summary>
    internal static bool IsSignature(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept("ybnqiuxthdvasog(){}"))
            return false;
        int position = 0;
        while (position >= 0 && position < text.Length)
            position = ScanType(text, position);
        return position >= 0;
    }

    /// <summary>Whether the UTF-8 text is a series of complete definite types without <c>m</c>.</summary>
    internal static bool IsSignature(ReadOnlySpan<byte> text)
        => text.Length <= 256
            ? IsSignature(Widen(text, stackalloc char[text.Length]))
            : IsSignature(Widen(text, new char[text.Length]));

    /// <summary>Whether the text is <c>/</c>, or elements of letters, digits and <c>_</c>, each led by one <c>/</c>.</summary>
    internal static bool IsObjectPath(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '/')
            return false;
        if (text.Length == 1)
            return true;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '/' ? text[i - 1] == '/' : !char.IsAsciiLetterOrDigit((char)text[i]) && text[i] != '_')
                return false;
        }
        return text[^1] != '/';
    }

    /// <summary>Whether the text has the form of an object path.</summary>
    internal static bool IsObjectPath(string text) => IsObjectPath(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Maps each byte to the character of the same number: enough to judge text that must be ASCII.</summary>
    internal static ReadOnlySpan<char> Widen(ReadOnlySpan<byte> bytes, Span<char> room)
    {
        for (int i = 0; i < bytes.Length; i++)
            room[i] = (char)bytes[i];
        return room[..bytes.Length];
    }
}
