using System.Text;
using HelpBuilder.Surface;

namespace HelpBuilder.Pages;

/// <summary>Writes a page in its one canonical form: the author's prose, with syntax and parameter facts from the compiled cmdlet.</summary>
internal static class PageWriter
{
    /// <summary>Stands where an author has yet to write something; a page with it does not pass.</summary>
    public const string Gap = "{{ to be written }}";

    public static string Write(HelpPage page, CmdletSurface cmdlet)
    {
        var text = new StringBuilder();
        text.Append("---\nexternal help file: OstreePS.dll-Help.xml\nModule Name: OstreePS\nonline version:\nschema: 2.0.0\n---\n\n");
        text.Append("# ").Append(cmdlet.Name).Append("\n\n");
        Section(text, "SYNOPSIS", OrGap(page.Synopsis.Markdown));
        Section(text, "SYNTAX", Syntax(cmdlet));
        Section(text, "DESCRIPTION", OrGap(page.Description.Markdown));
        Section(text, "EXAMPLES", Entries(page.Examples, $"{ExampleGap(1)}\n\n{ExampleGap(2)}"));
        Section(text, "PARAMETERS", Parameters(page, cmdlet));
        Section(text, "INPUTS", Entries(page.Inputs, "### None"));
        Section(text, "OUTPUTS", Entries(page.Outputs, Outputs(cmdlet)));
        if (!page.Notes.IsEmpty)
            Section(text, "NOTES", page.Notes.Markdown);
        text.Append("## RELATED LINKS\n\n").Append(OrGap(page.Links.Markdown)).Append('\n');
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, string body)
        => text.Append("## ").Append(title).Append("\n\n").Append(body).Append("\n\n");

    private static string ExampleGap(int number) => $"### Example {number}: {Gap}\n\n```powershell\n{Gap}\n```\n\n{Gap}";

    private static string OrGap(string markdown) => markdown.Length == 0 ? Gap : markdown;

    private static string Syntax(CmdletSurface cmdlet) => string.Join("\n\n", cmdlet.Sets.Select(set =>
    {
        string block = $"```\n{SyntaxText.Write(cmdlet, set)}\n```";
        if (set == ParameterUse.AllSets)
            return block;
        return $"### {set}{(set == cmdlet.DefaultSet ? " (Default)" : "")}\n\n{block}";
    }));

    private static string Entries(IReadOnlyList<HelpEntry> entries, string otherwise)
        => entries.Count == 0
            ? otherwise
            : string.Join("\n\n", entries.Select(e => e.Body.IsEmpty ? $"### {e.Title}" : $"### {e.Title}\n\n{e.Body.Markdown}"));

    private static string Outputs(CmdletSurface cmdlet)
        => cmdlet.OutputTypes.Count == 0 ? "### None" : string.Join("\n\n", cmdlet.OutputTypes.Select(t => $"### {t}\n\n{Gap}"));

    private static string Parameters(HelpPage page, CmdletSurface cmdlet)
    {
        IEnumerable<string> own = cmdlet.Parameters.Select(parameter =>
        {
            HelpEntry? entry = page.Parameters.FirstOrDefault(e => e.Title == "-" + parameter.Name);
            string prose = entry is null || entry.Body.IsEmpty ? Gap : entry.Body.Markdown;
            return $"### -{parameter.Name}\n\n{prose}\n\n{Facts(parameter, cmdlet, entry?.Default ?? "None")}";
        });
        string common = "### CommonParameters\n\n" + CommonText(cmdlet);
        return string.Join("\n\n", own.Append(common));
    }

    private static string CommonText(CmdletSurface cmdlet)
        => cmdlet.SupportsShouldProcess
            ? "This cmdlet supports the common parameters, and `-WhatIf` and `-Confirm`. See about_CommonParameters."
            : "This cmdlet supports the common parameters. See about_CommonParameters.";

    private static string Facts(ParameterSurface parameter, CmdletSurface cmdlet, string defaultValue)
    {
        IEnumerable<string> blocks = parameter.Uses
            .OrderBy(u => u.Set, StringComparer.Ordinal)
            .GroupBy(u => u with { Set = "" })
            .Select(same => Block(parameter, same.Key, [.. same.Select(u => u.Set)], cmdlet, defaultValue));
        return string.Join("\n\n", blocks);
    }

    private static string Block(ParameterSurface parameter, ParameterUse use, IReadOnlyList<string> sets, CmdletSurface cmdlet, string defaultValue)
    {
        bool all = sets.Contains(ParameterUse.AllSets) || cmdlet.Sets.All(sets.Contains);
        var lines = new List<string>
        {
            "```yaml",
            $"Type: {parameter.Type}",
            $"Parameter Sets: {(all ? "(All)" : string.Join(", ", sets.Order(StringComparer.Ordinal)))}",
            $"Aliases: {string.Join(", ", parameter.Aliases)}".TrimEnd(),
        };
        if (parameter.Values.Count > 0)
            lines.Add($"Accepted values: {string.Join(", ", parameter.Values)}");
        lines.AddRange(
        [
            "",
            $"Required: {use.Mandatory}",
            $"Position: {use.PositionText}",
            $"Default value: {defaultValue}",
            $"Accept pipeline input: {use.PipelineText}",
            $"Accept wildcard characters: {parameter.TakesWildcards}",
            "```",
        ]);
        return string.Join('\n', lines);
    }
}
