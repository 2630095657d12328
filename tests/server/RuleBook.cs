using System.Text.Json;
using System.Text.RegularExpressions;

namespace OstreePS.TestServer;

/// <summary>The rules in a file, read again whenever it changes; a new file starts the counts anew.</summary>
internal sealed class RuleBook(string file)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };
    private readonly Lock _gate = new();
    private DateTime _read;
    private Rule[] _rules = [];
    private int[] _used = [];

    /// <summary>Takes the first rule that holds for a path and is not used up; null when there is none.</summary>
    internal Rule? Take(string path)
    {
        lock (_gate)
        {
            Refresh();
            for (int i = 0; i < _rules.Length; i++)
            {
                Rule rule = _rules[i];
                if ((rule.Times > 0 && _used[i] >= rule.Times) || !Regex.IsMatch(path, rule.Path, RegexOptions.None, TimeSpan.FromSeconds(1)))
                    continue;
                _used[i]++;
                return rule;
            }

            return null;
        }
    }

    private void Refresh()
    {
        DateTime written = File.GetLastWriteTimeUtc(file);
        if (written == _read)
            return;
        _read = written;
        _rules = File.Exists(file) ? JsonSerializer.Deserialize<Rule[]>(File.ReadAllBytes(file), Json) ?? [] : [];
        _used = new int[_rules.Length];
    }
}
