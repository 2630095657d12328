using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Configuration;

namespace OstreePS.Completion;

/// <summary>Completes a setting: those that are set, and those that OSTree knows.</summary>
public sealed class ConfigKeyCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
    {
        string? group = bound["Group"]?.ToString();
        IEnumerable<ConfigEntry> entries = new ConfigEditor(repository).List(withDefaults: true);
        if (group is not null)
        {
            entries = entries.Where(entry => string.Equals(entry.Group, group, StringComparison.Ordinal))
                .Concat(KnownSetting.Of(group).Select(known => new ConfigEntry(group, known.Name.Key, known.Default, null)))
                .DistinctBy(entry => entry.Key, StringComparer.Ordinal);
        }

        return entries
            .Select(entry => (Text: group is null ? entry.Name : entry.Key, Entry: entry))
            .Where(offer => offer.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(offer => Offer.Of(offer.Text, Describe(offer.Entry)));
    }

    private static string Describe(ConfigEntry entry)
    {
        string present = entry.IsSet ? $"now {entry.Text}" : entry.Value is null ? "not set" : $"not set, so {KnownSetting.Find(new ConfigKeyName(entry.Group, entry.Key))?.Default}";
        return entry.Description is null ? present : $"{entry.Description} ({present})";
    }
}

/// <summary>Completes the group of a setting.</summary>
public sealed class ConfigGroupCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
        => new ConfigEditor(repository).List(withDefaults: true)
            .Select(entry => entry.Group)
            .Distinct(StringComparer.Ordinal)
            .Where(group => group.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(group => Offer.Of(group, $"[{group}]"));
}

/// <summary>Completes the value of a setting that has a few to choose from.</summary>
public sealed class ConfigValueCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
    {
        string? key = bound["Key"]?.ToString();
        string? group = bound["Group"]?.ToString();
        if (key is null || (group is null && !key.Contains('.', StringComparison.Ordinal)))
            return [];
        KnownSetting? known = KnownSetting.Find(group is null ? ConfigKeyName.Parse(key) : new ConfigKeyName(group, key));
        return (known?.Values ?? [])
            .Where(value => value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(value => Offer.Of(value, string.Equals(value, known!.Default, StringComparison.Ordinal) ? $"{known.Description} This is the default." : known.Description));
    }
}
