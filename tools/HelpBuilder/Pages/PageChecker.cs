using System.Text.RegularExpressions;
using HelpBuilder.Surface;
using Markdig.Syntax;

namespace HelpBuilder.Pages;

/// <summary>Says what a page still lacks before its cmdlet may be public.</summary>
internal static partial class PageChecker
{
    public static void Check(HelpPage page, string source, CmdletSurface cmdlet, Problems problems)
    {
        CheckSections(page, source, problems);
        CheckExamples(page, problems);
        CheckParameters(page, cmdlet, problems);
        CheckOutputs(page, cmdlet, problems);
        CheckGaps(page.Path, source, problems);
        if (!problems.Any)
            CheckForm(page, source, cmdlet, problems);
    }

    public static void CheckGaps(string path, string source, Problems problems)
    {
        int line = 0;
        foreach (string text in source.Split('\n'))
        {
            line++;
            if (text.Contains("{{", StringComparison.Ordinal))
                problems.Add(path, line, "something is yet to be written here");
        }
    }

    private static void CheckSections(HelpPage page, string source, Problems problems)
    {
        foreach (string title in PageReader.SectionTitles)
        {
            if (title != "NOTES" && !source.Contains($"\n## {title}\n", StringComparison.Ordinal))
                problems.Add(page.Path, 1, $"the section '## {title}' is missing");
        }

        foreach ((string title, Prose prose) in new[] { ("SYNOPSIS", page.Synopsis), ("DESCRIPTION", page.Description), ("RELATED LINKS", page.Links) })
        {
            if (prose.IsEmpty)
                problems.Add(page.Path, prose.Line, $"the section '{title}' is empty");
        }
    }

    private static void CheckExamples(HelpPage page, Problems problems)
    {
        if (page.Examples.Count < 2)
            problems.Add(page.Path, page.Examples.Count == 0 ? 1 : page.Examples[0].Line, "at least two examples are needed");
        for (int i = 0; i < page.Examples.Count; i++)
        {
            HelpEntry example = page.Examples[i];
            Match title = ExampleTitle().Match(example.Title);
            if (!title.Success || title.Groups["number"].Value != (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))
                problems.Add(page.Path, example.Line, $"an example's heading must read '### Example {i + 1}: what it shows'");
            if (!example.Body.Blocks.OfType<FencedCodeBlock>().Any(b => b.Info == "powershell"))
                problems.Add(page.Path, example.Line, "an example needs a ```powershell block");
            if (!example.Body.Blocks.OfType<ParagraphBlock>().Any())
                problems.Add(page.Path, example.Line, "an example needs a sentence that says what it does");
        }
    }

    private static void CheckParameters(HelpPage page, CmdletSurface cmdlet, Problems problems)
    {
        foreach (ParameterSurface parameter in cmdlet.Parameters)
        {
            HelpEntry? entry = page.Parameters.FirstOrDefault(e => e.Title == "-" + parameter.Name);
            if (entry is null)
                problems.Add(page.Path, 1, $"the parameter -{parameter.Name} is missing; HelpBuilder --update adds its place");
            else if (entry.Body.IsEmpty)
                problems.Add(page.Path, entry.Line, $"the parameter -{parameter.Name} is not described");
        }

        foreach (HelpEntry entry in page.Parameters.Where(e => e.Title != "CommonParameters" && cmdlet.Parameters.All(p => "-" + p.Name != e.Title)))
            problems.Add(page.Path, entry.Line, $"{cmdlet.Name} has no parameter {entry.Title}");
    }

    private static void CheckOutputs(HelpPage page, CmdletSurface cmdlet, Problems problems)
    {
        foreach (string type in cmdlet.OutputTypes.Where(t => page.Outputs.All(o => o.Title != t)))
            problems.Add(page.Path, 1, $"OUTPUTS does not name {type}");
        foreach (HelpEntry output in page.Outputs.Where(o => o.Title != "None" && !cmdlet.OutputTypes.Contains(o.Title)))
            problems.Add(page.Path, output.Line, $"{cmdlet.Name} does not declare the output {output.Title}");
    }

    // What is left can only be a fact about the cmdlet that has changed, or a page not in its canonical form.
    private static void CheckForm(HelpPage page, string source, CmdletSurface cmdlet, Problems problems)
    {
        string[] actual = source.Split('\n');
        string[] expected = PageWriter.Write(page, cmdlet).Split('\n');
        for (int i = 0; i < Math.Max(actual.Length, expected.Length); i++)
        {
            string found = i < actual.Length ? actual[i] : "(nothing)";
            string due = i < expected.Length ? expected[i] : "(nothing)";
            if (found == due)
                continue;
            problems.Add(page.Path, i + 1, $"this reads '{found}' and should read '{due}'; HelpBuilder --update corrects it");
            return;
        }
    }

    [GeneratedRegex(@"^Example (?<number>\d+): \S", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExampleTitle();
}
