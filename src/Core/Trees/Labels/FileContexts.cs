using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Labels;

/// <summary>
/// The labels of a policy by path and type of file, as libselinux looks them up: among the rules that name one path the last, else
/// among the others the last that matches. Safe from several threads.
/// </summary>
/// <remarks>The format is that of <c>file_contexts(5)</c>.</remarks>
internal sealed class FileContexts
{
    private const uint TypeMask = 0xF000;
    private readonly FileContextRule[] _rules;
    private readonly Dictionary<string, int[]> _byPrefix;
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int[] _prefixLengths;
    private readonly PathAliases _aliases;

    private FileContexts(FileContextRule[] rules, PathAliases aliases)
    {
        _rules = rules;
        _aliases = aliases;
        _byPrefix = rules.Index().GroupBy(pair => pair.Item.Prefix, pair => pair.Index, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.OrderDescending().ToArray(), StringComparer.Ordinal);
        _lookup = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. _byPrefix.Keys.Select(prefix => prefix.Length).Distinct().Order()];
    }

    /// <summary>Reads a policy's rules.</summary>
    /// <param name="files">The files of rules, in the order in which they count, with their paths.</param>
    /// <param name="aliases">What is renamed before it is looked up.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPolicy"/>.</exception>
    internal static FileContexts Parse(IEnumerable<(string Path, string Text)> files, PathAliases aliases)
    {
        var rules = new List<FileContextRule>();
        foreach ((string path, string text) in files)
        {
            int number = 0;
            foreach (Range line in text.AsSpan().Split('\n'))
            {
                number++;
                if (FileContextRule.Parse(text[line], $"{path}:{number}") is { } rule)
                    rules.Add(rule);
            }
        }

        return new FileContexts([.. rules.Where(rule => !rule.IsLiteral), .. rules.Where(rule => rule.IsLiteral)], aliases);
    }

    /// <summary>The label of a path.</summary>
    /// <param name="path">An absolute path, without a slash at its end.</param>
    /// <param name="mode">Its mode; only the type counts.</param>
    /// <returns>Null when the policy has none for it.</returns>
    internal string? Find(string path, uint mode)
    {
        string key = _aliases.Apply(ByteText.Of(path));
        uint type = mode & TypeMask;
        int best = -1;
        foreach (int length in _prefixLengths)
        {
            if (length > key.Length)
                break;
            if (!_lookup.TryGetValue(key.AsSpan(0, length), out int[]? candidates))
                continue;
            foreach (int index in candidates)
            {
                if (index <= best)
                    break;
                FileContextRule rule = _rules[index];
                if ((rule.Type == 0 || type == 0 || rule.Type == type) && rule.Matches(key))
                {
                    best = index;
                    break;
                }
            }
        }

        return best < 0 ? null : _rules[best].Label;
    }
}
