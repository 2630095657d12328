using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HelpBuilder.Pages;

/// <summary>Takes a page in PlatyPS's form apart.</summary>
internal sealed partial class PageReader
{
    public static readonly IReadOnlyList<string> SectionTitles =
        ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    private readonly string _path;
    private readonly string _source;
    private readonly Problems _problems;
    private readonly Dictionary<string, (HeadingBlock Heading, List<Block> Blocks)> _sections = new(StringComparer.Ordinal);
    private string _name = "";

    private PageReader(string path, string source, Problems problems)
    {
        _path = path;
        _source = source;
        _problems = problems;
    }

    public static MarkdownDocument Parse(string source) => Markdown.Parse(source, s_pipeline);

    public static HelpPage Read(string path, string source, Problems problems)
    {
        var reader = new PageReader(path, source, problems);
        reader.Divide(Parse(source));
        return new HelpPage(
            path,
            reader._name,
            reader.Text("SYNOPSIS"),
            reader.Text("DESCRIPTION"),
            reader.Entries("EXAMPLES"),
            reader.Entries("PARAMETERS"),
            reader.Entries("INPUTS"),
            reader.Entries("OUTPUTS"),
            reader.Text("NOTES"),
            reader.Text("RELATED LINKS"));
    }

    public static string TitleOf(HeadingBlock heading)
        => string.Concat(heading.Inline?.Descendants<LeafInline>().Select(i => i switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            _ => "",
        }) ?? []);

    private void Divide(MarkdownDocument document)
    {
        List<Block>? current = null;
        foreach (Block block in document)
        {
            switch (block)
            {
                case YamlFrontMatterBlock:
                    break;
                case HeadingBlock { Level: 1 } title:
                    _name = TitleOf(title);
                    break;
                case HeadingBlock { Level: 2 } heading:
                    current = Open(heading);
                    break;
                default:
                    if (current is null)
                        _problems.Add(_path, block.Line + 1, "text stands outside of every section");
                    current?.Add(block);
                    break;
            }
        }
    }

    private List<Block> Open(HeadingBlock heading)
    {
        string title = TitleOf(heading);
        var blocks = new List<Block>();
        if (!SectionTitles.Contains(title))
            _problems.Add(_path, heading.Line + 1, $"'{title}' is no section; there are {string.Join(", ", SectionTitles)}");
        else if (!_sections.TryAdd(title, (heading, blocks)))
            _problems.Add(_path, heading.Line + 1, $"the section '{title}' stands here a second time");
        return blocks;
    }

    private Prose Text(string section)
        => _sections.TryGetValue(section, out var found)
            ? Prose.From(_source, found.Heading.Line + 1, found.Blocks)
            : new Prose(0, "", []);

    private List<HelpEntry> Entries(string section)
    {
        var entries = new List<HelpEntry>();
        if (!_sections.TryGetValue(section, out var found))
            return entries;

        HeadingBlock? heading = null;
        var body = new List<Block>();
        foreach (Block block in found.Blocks)
        {
            if (block is HeadingBlock next)
            {
                Close();
                heading = next;
            }
            else if (heading is null)
            {
                _problems.Add(_path, block.Line + 1, $"text in {section} stands before the first '### ' heading");
            }
            else
            {
                body.Add(block);
            }
        }

        Close();
        return entries;

        void Close()
        {
            if (heading is not null)
                entries.Add(Entry(heading, body));
            body = [];
        }
    }

    private HelpEntry Entry(HeadingBlock heading, List<Block> body)
    {
        // A parameter that its sets use differently has a block for each use; their default is the same.
        FencedCodeBlock? yaml = body.OfType<FencedCodeBlock>().LastOrDefault(b => b.Info == "yaml");
        Prose prose = Prose.From(_source, heading.Line + 1, [.. body.Where(b => b is not FencedCodeBlock { Info: "yaml" })]);
        Match value = yaml is null ? Match.Empty : DefaultValue().Match(yaml.Lines.ToString());
        return new HelpEntry(TitleOf(heading), heading.Line + 1, prose, value.Success ? value.Groups["value"].Value.Trim() : "None");
    }

    [GeneratedRegex("^Default value:(?<value>.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DefaultValue();
}
