using System.Text.RegularExpressions;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Building;

/// <summary>Rewrites paths by a regular expression, as upstream's <c>--tar-pathname-filter=REGEX,REPLACEMENT</c>.</summary>
public sealed class TarPathFilter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private readonly Regex _pattern;
    private readonly string _replacement;

    private TarPathFilter(Regex pattern, string replacement)
    {
        _pattern = pattern;
        _replacement = replacement;
    }

    /// <summary>Reads <c>REGEX,REPLACEMENT</c>. In the replacement <c>\1</c> and <c>\g&lt;name&gt;</c> stand for groups, <c>\0</c> for all of the match.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>.</exception>
    public static TarPathFilter Parse(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            throw Invalid(text, "has no comma between expression and replacement", inner: null);
        try
        {
            var pattern = new Regex(text[..comma], RegexOptions.CultureInvariant, s_patience);
            return new TarPathFilter(pattern, Translate(text[(comma + 1)..]));
        }
        catch (ArgumentException e)
        {
            throw Invalid(text, $"has no valid regular expression: {e.Message}", e);
        }
    }

    internal string Rewrite(string path)
    {
        try
        {
            return _pattern.Replace(path, _replacement);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new OstreeException(OstreeFault.FilterFailed, $"The path filter took too long over '{path}'.", path, "Write the regular expression without nested repetitions.", e);
        }
    }

    // GLib's notation in .NET's: \1 is ${1}, and a dollar means nothing.
    private static string Translate(string replacement)
    {
        var result = new System.Text.StringBuilder();
        for (int i = 0; i < replacement.Length; i++)
        {
            char c = replacement[i];
            char next = i + 1 < replacement.Length ? replacement[i + 1] : '\0';
            if (c == '$')
            {
                result.Append("$$");
            }
            else if (c != '\\')
            {
                result.Append(c);
            }
            else if (char.IsAsciiDigit(next))
            {
                result.Append("${").Append(next).Append('}');
                i++;
            }
            else if (next == 'g' && i + 2 < replacement.Length && replacement[i + 2] == '<' && replacement.IndexOf('>', i) is var end and > 0)
            {
                result.Append("${").Append(replacement, i + 3, end - i - 3).Append('}');
                i = end;
            }
            else
            {
                result.Append(next is '\0' ? "\\" : next == '$' ? "$$" : next.ToString());
                i++;
            }
        }

        return result.ToString();
    }

    private static OstreeException Invalid(string text, string what, Exception? inner)
        => new(OstreeFault.InvalidOption, $"The path filter '{text}' {what}.", text, "Write it as REGEX,REPLACEMENT, for example '^usr/bin/,usr/sbin/'.", inner);
}
