using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Binding;

/// <summary>Headers of requests as a parameter takes them: a dictionary, or texts of the form <c>NAME=VALUE</c>.</summary>
internal static class HttpHeaders
{
    /// <summary>The headers in the order given.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(IReadOnlyList<object> given) => [.. given.SelectMany(ReadOne)];

    private static IEnumerable<KeyValuePair<string, string>> ReadOne(object given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        IDictionary dictionary => dictionary.Cast<DictionaryEntry>().Select(entry => Require(entry.Key.ToString()!, entry.Value?.ToString() ?? string.Empty)),
        var other when other.ToString() is { } text && text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals => [Require(text[..equals], text[(equals + 1)..])],
        var other => throw Malformed(other.ToString()),
    };

    private static KeyValuePair<string, string> Require(string name, string value)
        => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) && !value.Any(char.IsControl)
            ? KeyValuePair.Create(name, value)
            : throw Malformed($"{name}={value}");

    private static OstreeException Malformed(string? text)
        => new(OstreeFault.InvalidOption, $"'{text}' cannot be a header of a request.", text, "Write NAME=VALUE, or a dictionary: @{ 'X-Token' = '4711' }.");
}
