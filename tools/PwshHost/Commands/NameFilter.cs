using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>The -Filter, -Include and -Exclude of item commands, applied to an item's name.</summary>
internal sealed class NameFilter(string? filter, string[]? include, string[]? exclude)
{
    private readonly WildcardPattern[] _filter = Patterns(filter is null ? null : [filter]);
    private readonly WildcardPattern[] _include = Patterns(include);
    private readonly WildcardPattern[] _exclude = Patterns(exclude);

    internal bool Accepts(string name)
        => (_filter.Length == 0 || Array.Exists(_filter, pattern => pattern.IsMatch(name)))
        && (_include.Length == 0 || Array.Exists(_include, pattern => pattern.IsMatch(name)))
        && !Array.Exists(_exclude, pattern => pattern.IsMatch(name));

    private static WildcardPattern[] Patterns(string[]? texts)
        => [.. (texts ?? []).Where(text => text.Length > 0).Select(text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase))];
}
