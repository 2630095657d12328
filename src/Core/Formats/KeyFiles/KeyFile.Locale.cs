using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.KeyFiles;

public sealed partial class KeyFile
{
    /// <summary>Reads the string for a locale: the most specific translation there is, else the untranslated one.</summary>
    /// <param name="group">The group.</param>
    /// <param name="key">The key without a locale.</param>
    /// <param name="locale">The locale, such as <c>de_AT.UTF-8@euro</c>; null for none.</param>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is not UTF-8 or holds a wrong escape.</exception>
    public string GetLocaleString(string group, string key, string? locale)
    {
        foreach (string variant in LocaleVariants(locale ?? "C"))
        {
            if (TryGetRaw(group, $"{key}[{variant}]", out string? raw)
                && LosslessUtf8.IsUnicode(raw)
                && KeyFileValue.Unescape(raw) is { } translated)
            {
                return translated;
            }
        }
        return GetString(group, key);
    }

    /// <summary>Sets the string for a locale.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible, or the text holds a NUL or half a surrogate pair.</exception>
    public void SetLocaleString(string group, string key, string locale, string value) => SetString(group, $"{key}[{locale}]", value);

    /// <summary>The locale without some of its parts, the most specific first: the modifier weighs most, then the territory.</summary>
    private static IEnumerable<string> LocaleVariants(string locale)
    {
        (string rest, string modifier) = Cut(locale, '@');
        (rest, string codeset) = Cut(rest, '.');
        (string language, string territory) = Cut(rest, '_');
        string[] modifiers = modifier.Length > 0 ? [modifier, ""] : [""];
        string[] territories = territory.Length > 0 ? [territory, ""] : [""];
        string[] codesets = codeset.Length > 0 ? [codeset, ""] : [""];
        return from m in modifiers
               from t in territories
               from c in codesets
               select language + t + c + m;
    }

    private static (string Before, string From) Cut(string text, char mark)
    {
        int at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[at..]);
    }
}
