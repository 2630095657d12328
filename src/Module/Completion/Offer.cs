using System.Management.Automation;
using System.Management.Automation.Language;

namespace OstreePS.Completion;

/// <summary>What completers share: the word without the quotes a person has begun, and offers quoted where they must be.</summary>
internal static class Offer
{
    // What ends a bare word, or means something within or at the start of one.
    private const string Special = " \t\n'\"`$&|;,(){}<>#@*?[]";

    /// <summary>The word as it is meant, when it may have an opening quote and no closing one yet.</summary>
    public static string Meant(string wordToComplete)
    {
        if (wordToComplete is not ['\'' or '"', ..])
            return wordToComplete;
        char quote = wordToComplete[0];
        string inner = wordToComplete.Length > 1 && wordToComplete[^1] == quote ? wordToComplete[1..^1] : wordToComplete[1..];
        return quote == '\'' ? inner.Replace("''", "'", StringComparison.Ordinal) : inner;
    }

    /// <summary>An offer of a value.</summary>
    /// <param name="value">What the parameter gets.</param>
    /// <param name="tip">A line about it.</param>
    /// <param name="shown">What the list shows; the value where that is enough.</param>
    /// <param name="type">Its kind.</param>
    public static CompletionResult Of(
        string value, string tip, string? shown = null, CompletionResultType type = CompletionResultType.ParameterValue)
        => new(Quoted(value), shown ?? value, type, tip);

    private static string Quoted(string value)
        => value.AsSpan().IndexOfAny(Special) < 0 && value is not ['-', ..]
            ? value
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
