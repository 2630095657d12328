using System.Globalization;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Building;

/// <summary>Modes by path, as in upstream's file for <c>--statoverride</c>.</summary>
/// <remarks>Lines of <c>[=]MODE PATH</c>: a decimal mode, which is added to the file's (upstream adds nothing to a directory but the root), or replaces its permissions after <c>=</c>; the path starts with a slash.</remarks>
public sealed class StatOverrides
{
    private readonly Dictionary<string, (uint Mode, bool Replaces)> _rules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unmatched = new(StringComparer.Ordinal);

    /// <summary>Adds a rule.</summary>
    /// <param name="path">The path in the tree, with a slash in front.</param>
    /// <param name="mode">The bits.</param>
    /// <param name="replaces">Whether they replace the permissions, instead of being added.</param>
    public void Add(string path, uint mode, bool replaces)
    {
        _rules[path] = (mode, replaces);
        if (!replaces)
            _unmatched.Add(path);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/> with the line, or a fault of the file system.</exception>
    public static StatOverrides Load(string file) => Parse(UserTextFile.Read(file), file);

    /// <summary>Reads lines.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/> with the line.</exception>
    public static StatOverrides Parse(IEnumerable<string> lines, string file)
    {
        var result = new StatOverrides();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.Length == 0)
                continue;
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            bool replaces = line[0] == '=';
            if (space < 0 || !uint.TryParse(line.AsSpan(replaces ? 1 : 0, space - (replaces ? 1 : 0)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uint mode))
            {
                throw new OstreeException(
                    OstreeFault.InvalidOption,
                    string.Create(CultureInfo.InvariantCulture, $"Line {number} of '{file}' is not a stat override: '{line}'."),
                    file,
                    "Write it as MODE PATH or =MODE PATH, with a decimal mode.");
            }

            result.Add(line[(space + 1)..], mode, replaces);
        }

        return result;
    }

    /// <summary>The mode that an entry gets. What is added counts once, for the first source that has the path, as upstream has it.</summary>
    internal uint Apply(string path, uint mode, bool isDirectoryBelow)
    {
        if (!_rules.TryGetValue(path, out (uint Mode, bool Replaces) rule))
            return mode;
        _unmatched.Remove(path);
        if (rule.Replaces)
            return (mode & Objects.UnixMode.TypeMask) | rule.Mode;
        _rules.Remove(path);
        return isDirectoryBelow ? mode : mode | rule.Mode;
    }

    internal void RequireAllMatched() => SkipList.RequireNone(_unmatched, "stat override");
}
