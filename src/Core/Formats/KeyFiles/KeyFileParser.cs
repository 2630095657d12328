using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.KeyFiles;

/// <summary>Reads key file text line by line into groups.</summary>
internal sealed class KeyFileParser(KeyFileKeep keep, KeyFile into)
{
    private KeyFileGroup _group = into.Top;
    private int _number;

    internal void Parse(string text)
    {
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            int stop = end < 0 ? text.Length : end;
            if (end > start && text[end - 1] == '\r')
                stop--;
            ReadOnlySpan<char> line = text.AsSpan(start, stop - start);
            int nul = line.IndexOf('\0');
            _number++;
            ParseLine((nul < 0 ? line : line[..nul]).ToString());
            start = end < 0 ? text.Length : end + 1;
        }
    }

    private void ParseLine(string line)
    {
        int start = 0;
        while (start < line.Length && KeyFileSyntax.IsSpace(line[start]))
            start++;
        string content = line[start..];
        if (content.Length == 0 || content[0] == '#')
        {
            if (keep.HasFlag(KeyFileKeep.Comments))
                _group.Add(new KeyFileLine(null, line));
        }
        else if (IsHeader(content))
        {
            ParseHeader(content);
        }
        else if (content.IndexOf('=', StringComparison.Ordinal) > 0)
        {
            ParsePair(content);
        }
        else
        {
            throw Malformed($"'{content}' is neither a group, a key with a value, nor a comment");
        }
    }

    private static bool IsHeader(string content)
    {
        int close = content.IndexOf(']', StringComparison.Ordinal);
        return content[0] == '[' && close > 0 && !content.AsSpan(close + 1).ContainsAnyExcept(' ', '\t');
    }

    private void ParseHeader(string content)
    {
        string name = content[1..content.IndexOf(']', StringComparison.Ordinal)];
        if (!KeyFileSyntax.IsGroupName(name))
            throw Malformed($"'{name}' is no name for a group");
        _group = into.FindOrAddGroup(name);
    }

    private void ParsePair(string content)
    {
        int mark = content.IndexOf('=', StringComparison.Ordinal);
        if (_group.Name is null)
            throw Malformed($"the key '{content[..mark].TrimEnd()}' stands before the first group");

        int keyEnd = mark;
        while (KeyFileSyntax.IsSpace(content[keyEnd - 1]))
            keyEnd--;
        int valueStart = mark + 1;
        while (valueStart < content.Length && KeyFileSyntax.IsSpace(content[valueStart]))
            valueStart++;
        string key = content[..keyEnd];
        string value = content[valueStart..];
        if (!KeyFileSyntax.IsKeyName(key))
            throw Malformed($"'{key}' is no name for a key");
        if (string.Equals(key, "Encoding", StringComparison.Ordinal)
            && string.Equals(_group.Name, into.StartGroup, StringComparison.Ordinal)
            && !string.Equals(value, "UTF-8", StringComparison.OrdinalIgnoreCase))
        {
            throw Malformed($"the encoding '{value}' is not supported, only UTF-8 is");
        }

        // "C" is the locale of whoever asks for none.
        string? locale = KeyFileSyntax.LocaleOf(key);
        if (locale is null || keep.HasFlag(KeyFileKeep.Translations) || string.Equals(locale, "C", StringComparison.OrdinalIgnoreCase))
            _group.Add(new KeyFileLine(key, value));
    }

    private OstreeException Malformed(string problem) => new(
        OstreeFault.MalformedKeyFile,
        $"The key file is wrong in line {_number}: {problem}.",
        remedy: "Correct the line: a group is written [name], a key is written key=value, a comment starts with #.");
}
