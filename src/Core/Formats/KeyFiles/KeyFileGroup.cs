namespace OstreePS.Core.Formats.KeyFiles;

/// <summary>A line of a group: a key with its raw value, or (without a key) a comment or blank line as it stands.</summary>
internal sealed class KeyFileLine(string? key, string value)
{
    internal string? Key { get; } = key;

    internal string Value { get; set; } = value;
}

/// <summary>A group in the order of its lines. The group without a name holds what stands before the first header.</summary>
internal sealed class KeyFileGroup(string? name)
{
    private readonly Dictionary<string, KeyFileLine> _current = new(StringComparer.Ordinal);

    internal string? Name { get; } = name;

    /// <summary>Comment lines set through the interface; comments read from text lie in the group before.</summary>
    internal string? HeaderComment { get; set; }

    internal List<KeyFileLine> Lines { get; } = [];

    /// <summary>The line that counts for a key: the one added last.</summary>
    internal KeyFileLine? Find(string key) => _current.GetValueOrDefault(key);

    internal void Add(KeyFileLine line)
    {
        Lines.Add(line);
        if (line.Key is not null)
            _current[line.Key] = line;
    }

    /// <summary>Removes the line that counts. Earlier lines of the same key stay in the text but count no more.</summary>
    internal bool Remove(string key)
    {
        if (!_current.Remove(key, out KeyFileLine? line))
            return false;
        Lines.RemoveAt(Lines.LastIndexOf(line));
        return true;
    }

    /// <summary>The comment lines right above the last line of a key, or null when the key has no line.</summary>
    internal Range? CommentAbove(string key)
    {
        int end = Lines.FindLastIndex(line => string.Equals(line.Key, key, StringComparison.Ordinal));
        if (end < 0)
            return null;
        int start = end;
        while (start > 0 && Lines[start - 1].Key is null)
            start--;
        return start..end;
    }

    /// <summary>The comment lines behind the last key: they stand above the next group's header.</summary>
    internal Range TrailingComment => (Lines.FindLastIndex(line => line.Key is not null) + 1)..Lines.Count;
}
