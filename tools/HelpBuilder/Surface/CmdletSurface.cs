namespace HelpBuilder.Surface;

/// <summary>What the compiled module says of a cmdlet; the pages must say the same.</summary>
internal sealed record CmdletSurface(
    string Verb,
    string Noun,
    string? DefaultSet,
    bool SupportsShouldProcess,
    IReadOnlyList<ParameterSurface> Parameters,
    IReadOnlyList<string> OutputTypes)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The named parameter sets, the default one first; a single nameless one where there are none.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            List<string> named = [.. Parameters.SelectMany(p => p.Uses).Select(u => u.Set).Where(s => s != ParameterUse.AllSets).Distinct(StringComparer.Ordinal)];
            if (DefaultSet is not null && !named.Contains(DefaultSet))
                named.Add(DefaultSet);
            if (named.Count == 0)
                return [ParameterUse.AllSets];
            return [.. named.OrderBy(s => s != DefaultSet).ThenBy(s => s, StringComparer.Ordinal)];
        }
    }
}

/// <summary>A parameter, and how each parameter set uses it.</summary>
internal sealed record ParameterSurface(
    string Name,
    string Type,
    bool IsSwitch,
    bool TakesWildcards,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Values,
    IReadOnlyList<ParameterUse> Uses)
{
    public ParameterUse? In(string set) => Uses.FirstOrDefault(u => u.Set == set) ?? Uses.FirstOrDefault(u => u.Set == ParameterUse.AllSets);
}

/// <summary>How one parameter set uses a parameter.</summary>
internal sealed record ParameterUse(string Set, bool Mandatory, int? Position, bool FromPipeline, bool FromPipelineByName)
{
    public const string AllSets = "__AllParameterSets";

    public string PositionText => Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "Named";

    public string PipelineText => (FromPipeline, FromPipelineByName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
