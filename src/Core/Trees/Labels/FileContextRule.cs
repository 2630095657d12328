using System.Text;
using System.Text.RegularExpressions;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Labels;

/// <summary>One line of a <c>file_contexts</c>: which paths, which types of file, which label.</summary>
internal sealed class FileContextRule
{
    private const string Meta = ".^$?*+|[({";
    private const string Quantifiers = "?*+{";
    private readonly string _expression;
    private readonly string _where;
    private readonly bool _isPath;
    private Regex? _regex;

    private FileContextRule(string expression, uint type, string? label, string where)
    {
        _expression = expression;
        _where = where;
        Type = type;
        Label = label;
        IsLiteral = !HasMeta(expression);
        Prefix = LiteralPrefix(expression, out bool isAll);
        _isPath = IsLiteral && isAll;
    }

    /// <summary>The bits of a mode that say what a file is; 0 for any.</summary>
    internal uint Type { get; }

    /// <summary>The label; null for the rule that such paths have none.</summary>
    internal string? Label { get; }

    /// <summary>Whether it names exactly one path. Such rules come before all others.</summary>
    internal bool IsLiteral { get; }

    /// <summary>What every path that it matches begins with.</summary>
    internal string Prefix { get; }

    /// <summary>Reads a line; null for one that is empty or a comment.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPolicy"/>.</exception>
    internal static FileContextRule? Parse(string line, string where)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0].StartsWith('#'))
            return null;
        if (!Ascii.IsValid(line))
            throw Invalid(where, "has characters beyond ASCII, which libselinux takes for a mistake");
        if (words.Length is < 2 or > 3)
            throw Invalid(where, "has not the form 'path [type] label'");
        uint type = words.Length == 2 ? 0 : TypeOf(words[1]) ?? throw Invalid(where, $"has the unknown type '{words[1]}'");
        string label = words[^1];
        return new FileContextRule(words[0], type, string.Equals(label, "<<none>>", StringComparison.Ordinal) ? null : label, where);
    }

    /// <summary>Whether it matches a path, as <see cref="ByteText"/>, that begins with <see cref="Prefix"/>.</summary>
    internal bool Matches(string path)
    {
        if (_isPath)
            return path.Length == Prefix.Length;
        try
        {
            return (_regex ??= Compile()).IsMatch(path);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw Invalid(_where, $"takes too long to match '{path}'", e);
        }
    }

    private Regex Compile()
    {
        try
        {
            return ByteText.Compile(_expression);
        }
        catch (ArgumentException e)
        {
            throw Invalid(_where, $"is no regular expression: {e.Message}", e);
        }
    }

    private static bool HasMeta(string expression)
    {
        for (int i = 0; i < expression.Length; i++)
        {
            if (expression[i] == '\\')
                i++;
            else if (Meta.Contains(expression[i], StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static string LiteralPrefix(string expression, out bool isAll)
    {
        var prefix = new StringBuilder();
        isAll = false;
        if (expression.Contains('|', StringComparison.Ordinal) && !IsGrouped(expression))
            return string.Empty;
        int i = 0;
        for (; i < expression.Length; i++)
        {
            char c = expression[i];
            if (c == '\\')
            {
                // An escaped letter or digit means something; anything else escaped means itself.
                if (i + 1 >= expression.Length || char.IsAsciiLetterOrDigit(expression[i + 1]))
                    break;
                c = expression[++i];
            }
            else if (Meta.Contains(c, StringComparison.Ordinal))
            {
                break;
            }

            if (i + 1 < expression.Length && Quantifiers.Contains(expression[i + 1], StringComparison.Ordinal))
                break;
            prefix.Append(c);
        }

        isAll = i == expression.Length;
        return prefix.ToString();
    }

    // Whether every alternative stands within parentheses or brackets.
    private static bool IsGrouped(string expression)
    {
        int depth = 0;
        for (int i = 0; i < expression.Length; i++)
        {
            switch (expression[i])
            {
                case '\\':
                    i++;
                    break;
                case '(' or '[':
                    depth++;
                    break;
                case ')' or ']':
                    depth--;
                    break;
                case '|' when depth <= 0:
                    return false;
            }
        }

        return true;
    }

    private static uint? TypeOf(string word) => word switch
    {
        "--" => 0x8000,
        "-d" => 0x4000,
        "-l" => 0xA000,
        "-b" => 0x6000,
        "-c" => 0x2000,
        "-p" => 0x1000,
        "-s" => 0xC000,
        _ => null,
    };

    private static OstreeException Invalid(string where, string what, Exception? inner = null) => new(
        OstreeFault.InvalidPolicy,
        $"The line {where} of the SELinux policy {what}.",
        where,
        "Correct the policy, or take it from another tree.",
        inner);
}
