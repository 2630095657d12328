using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Binding;

/// <summary>Settings of a remote as a parameter takes them: a dictionary of keys, whose values are texts, truths, numbers or lists.</summary>
internal static class RemoteOptions
{
    private const string Inline = "inline";
    private const string KeyFile = "file";
    private static readonly string[] Engines = ["ed25519", "spki", "dummy"];

    /// <summary>The settings in the order given; those of a plain hashtable, which has none, sorted.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Read(IDictionary? options)
    {
        if (options is null)
            return [];
        IEnumerable<KeyValuePair<string, object?>> entries = options.Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create(entry.Key.ToString()!, Plain(entry.Value)));
        return options is Hashtable ? entries.OrderBy(entry => entry.Key, StringComparer.Ordinal) : entries;
    }

    /// <summary>What <c>ENGINE=inline:KEY</c> or <c>ENGINE=file:PATH</c> sets.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>: it is neither.</exception>
    public static IEnumerable<KeyValuePair<string, object>> ReadKeys(IReadOnlyList<string> keys)
    {
        var engines = new List<string>();
        foreach (string text in keys)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            int colon = equals < 0 ? -1 : text.IndexOf(':', equals);
            string engine = equals <= 0 ? string.Empty : text[..equals];
            string kind = colon < 0 ? string.Empty : text[(equals + 1)..colon];
            if (engine.Length > 0 && !Engines.Contains(engine, StringComparer.Ordinal))
                throw new OstreeException(OstreeFault.InvalidOption, $"There is no signature engine '{engine}'.", text, "The engines are ed25519, spki and dummy.");
            if (kind.Length > 0 && kind is not (Inline or KeyFile))
                throw new OstreeException(OstreeFault.InvalidOption, $"'{text}' gives its key neither as inline:KEY nor as file:PATH.", text, "Write it in one of these ways.");
            if (engine.Length == 0 || kind is not (Inline or KeyFile) || colon == text.Length - 1)
                throw new OstreeException(OstreeFault.InvalidOption, $"'{text}' does not say which key to verify with.", text, "Write it as ed25519=inline:KEY or ed25519=file:PATH; the engines are ed25519, spki and dummy.");
            engines.Add(engine);
            yield return KeyValuePair.Create(kind is Inline ? $"verification-{engine}-key" : $"verification-{engine}-file", (object)text[(colon + 1)..]);
        }

        if (engines.Count > 0)
            yield return KeyValuePair.Create("sign-verify", (object)string.Join(',', engines.Distinct(StringComparer.Ordinal)));
    }

    private static object? Plain(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SwitchParameter flag => flag.IsPresent,
        string text => text,
        IEnumerable items => items.Cast<object?>().Select(item => item?.ToString() ?? string.Empty).ToArray(),
        var bare => bare,
    };
}
