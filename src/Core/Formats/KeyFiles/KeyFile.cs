using System.Diagnostics.CodeAnalysis;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.KeyFiles;

/// <summary>A GLib key file: groups of keys with values, whose comments and order survive a change.</summary>
/// <remarks>
/// <code>
/// # comment
/// [group]
/// key=value
/// key[locale]=value
/// </code>
/// It reads and writes as GLib 2.74.6 does. Of a key given twice the last one counts; a group given twice is one group.
/// Bytes that are not UTF-8 are kept, and refused only when a string is asked for. Not thread-safe.
/// </remarks>
public sealed partial class KeyFile
{
    private readonly List<KeyFileGroup> _groups = [new KeyFileGroup(null)];
    private readonly Dictionary<string, KeyFileGroup> _byName = new(StringComparer.Ordinal);

    /// <summary>The names of the groups, in order.</summary>
    public IReadOnlyList<string> Groups => [.. _groups.Skip(1).Select(group => group.Name!)];

    /// <summary>The name of the first group, or null.</summary>
    public string? StartGroup => _groups.Count > 1 ? _groups[1].Name : null;

    internal KeyFileGroup Top => _groups[0];

    /// <summary>Reads a key file.</summary>
    /// <param name="text">UTF-8 without a byte-order mark.</param>
    /// <param name="keep">What is kept beyond groups and keys.</param>
    /// <exception cref="OstreeException">MalformedKeyFile, with the line: the text is no key file.</exception>
    public static KeyFile Parse(ReadOnlySpan<byte> text, KeyFileKeep keep = KeyFileKeep.All) => ParseDecoded(LosslessUtf8.Decode(text), keep);

    /// <summary>Reads a key file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keep">What is kept beyond groups and keys.</param>
    /// <exception cref="OstreeException">MalformedKeyFile, with the line: the text is no key file.</exception>
    public static KeyFile Parse(string text, KeyFileKeep keep = KeyFileKeep.All)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ParseDecoded(text, keep);
    }

    /// <summary>Whether there is such a group.</summary>
    public bool HasGroup(string group) => _byName.ContainsKey(group);

    /// <summary>Whether there is such a key in such a group.</summary>
    public bool HasKey(string group, string key) => TryGetRaw(group, key, out _);

    /// <summary>The keys of a group, one for each line, in order.</summary>
    /// <exception cref="OstreeException">KeyNotFound: there is no such group.</exception>
    public IReadOnlyList<string> Keys(string group)
        => [.. GetGroup(group).Lines.Where(line => line.Key is not null).Select(line => line.Key!)];

    /// <summary>The text behind the <c>=</c>, with its escapes.</summary>
    /// <exception cref="OstreeException">KeyNotFound: there is no such group or key.</exception>
    public string GetRaw(string group, string key) => GetGroup(group).Find(key)?.Value ?? throw NoKey(group, key);

    /// <summary>The text behind the <c>=</c>, with its escapes.</summary>
    /// <returns>Whether there is such a key.</returns>
    public bool TryGetRaw(string group, string key, [NotNullWhen(true)] out string? raw)
    {
        raw = _byName.GetValueOrDefault(group)?.Find(key)?.Value;
        return raw is not null;
    }

    /// <summary>Sets the text behind the <c>=</c>, which must be escaped already. A new key is added to the end of its group.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the name of the group or key is not possible, or the text holds a line end or NUL.</exception>
    public void SetRaw(string group, string key, string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (!KeyFileSyntax.IsGroupName(group))
            throw Unwritable($"'{group}' is no name for a group", group);
        if (!KeyFileSyntax.IsWritableKeyName(key))
            throw Unwritable($"'{key}' is no name for a key", key);
        if (raw.AsSpan().ContainsAny('\n', '\0'))
            throw Unwritable($"the value of '{key}' holds a line end or a NUL", key);

        KeyFileGroup target = FindOrAddGroup(group);
        if (target.Find(key) is { } line)
            line.Value = raw;
        else
            target.Add(new KeyFileLine(key, raw));
    }

    /// <summary>Removes the line of a key that counts. Other lines of the same key stay in the text, but count no more.</summary>
    /// <exception cref="OstreeException">KeyNotFound: there is no such group or key.</exception>
    public void RemoveKey(string group, string key)
    {
        if (!GetGroup(group).Remove(key))
            throw NoKey(group, key);
    }

    /// <summary>Removes a group with all its lines, which include the comment above the next group.</summary>
    /// <exception cref="OstreeException">KeyNotFound: there is no such group.</exception>
    public void RemoveGroup(string group)
    {
        _groups.Remove(GetGroup(group));
        _byName.Remove(group);
    }

    /// <summary>The text of the file; a blank line is added before a group where there is none.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (KeyFileGroup group in _groups)
        {
            if (text.Length >= 2 && text[^2] != '\n')
                text.Append('\n');
            if (group.HeaderComment is not null)
                text.Append(group.HeaderComment).Append('\n');
            if (group.Name is not null)
                text.Append('[').Append(group.Name).Append("]\n");
            foreach (KeyFileLine line in group.Lines)
            {
                if (line.Key is not null)
                    text.Append(line.Key).Append('=');
                text.Append(line.Value).Append('\n');
            }
        }
        return text.ToString();
    }

    /// <summary>The text of the file as UTF-8; bytes that were not UTF-8 come back as they were.</summary>
    public byte[] ToBytes() => LosslessUtf8.Encode(ToString());

    internal KeyFileGroup FindOrAddGroup(string name)
    {
        if (!_byName.TryGetValue(name, out KeyFileGroup? group))
        {
            group = new KeyFileGroup(name);
            _groups.Add(group);
            _byName.Add(name, group);
        }
        return group;
    }

    private static KeyFile ParseDecoded(string text, KeyFileKeep keep)
    {
        var file = new KeyFile();
        new KeyFileParser(keep, file).Parse(text);
        return file;
    }

    private static OstreeException NoKey(string group, string key)
        => new(OstreeFault.KeyNotFound, $"There is no key '{key}' in group '{group}' of the key file.", $"{group}.{key}");

    private static OstreeException Unwritable(string problem, string subject)
        => new(OstreeFault.MalformedKeyFile, $"A key file cannot hold this: {problem}.", subject);

    private KeyFileGroup GetGroup(string group) => _byName.GetValueOrDefault(group)
        ?? throw new OstreeException(OstreeFault.KeyNotFound, $"There is no group '{group}' in the key file.", group);
}
