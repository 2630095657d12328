using System.Collections;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Binding;

/// <summary>Metadata as a parameter takes it: a dictionary, or <c>KEY=TEXT</c>, or several of these.</summary>
/// <remarks>
/// The rule: in a dictionary a value becomes the GVariant that stands for it most naturally, so a string is a string.
/// In <c>KEY=TEXT</c> the text is GVariant's own notation, as with upstream's <c>--add-metadata</c>:
/// <c>'version=uint32 4'</c>. Nothing is guessed, so a version string that looks like a number stays a string.
/// </remarks>
public sealed class VariantEntries
{
    private readonly IReadOnlyList<object> _parts;

    internal VariantEntries(IReadOnlyList<object> parts) => _parts = parts;

    /// <summary>The entries in the order given.</summary>
    /// <exception cref="OstreeException">A value has no GVariant form, a text is malformed, or a key comes twice.</exception>
    public IReadOnlyList<KeyValuePair<string, Variant>> ToVariants()
    {
        var entries = new OrderedDictionary<string, Variant>(StringComparer.Ordinal);
        foreach ((string key, Variant value) in _parts.SelectMany(Read))
        {
            if (!entries.TryAdd(key, value))
                throw new OstreeException(OstreeFault.InvalidOption, $"The metadata key '{key}' is given twice.", key, "Give each key once.");
        }

        return [.. entries];
    }

    private static IEnumerable<KeyValuePair<string, Variant>> Read(object part) => part switch
    {
        IDictionary dictionary => dictionary.Cast<DictionaryEntry>().Select(e => KeyValuePair.Create(KeyOf(e.Key), ValueOf(e))),
        string text => [Parse(text)],
        _ => throw new OstreeException(
            OstreeFault.InvalidOption,
            $"Metadata cannot be given as {part.GetType().Name}.",
            part.ToString(),
            "Give a dictionary, @{ key = value }, or texts of the form 'KEY=GVARIANT'."),
    };

    private static string KeyOf(object key) => key as string ?? throw new OstreeException(
        OstreeFault.InvalidOption, $"A metadata key must be a string, but '{key}' is {key.GetType().Name}.", key.ToString(), "Quote the key.");

    private static Variant ValueOf(in DictionaryEntry entry)
    {
        try
        {
            return Variant.FromObject(entry.Value);
        }
        catch (OstreeException fault)
        {
            throw new OstreeException(fault.Fault, $"The metadata '{entry.Key}' cannot be kept: {fault.Message}", entry.Key.ToString(), fault.Remedy, fault);
        }
    }

    private static KeyValuePair<string, Variant> Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? KeyValuePair.Create(text[..equals], Variant.Parse(text[(equals + 1)..]))
            : throw new OstreeException(
                OstreeFault.InvalidOption,
                $"'{text}' is not of the form KEY=GVARIANT.",
                text,
                "Write for example 'version=uint32 4', or use a dictionary: @{ version = '4' }.");
    }
}
