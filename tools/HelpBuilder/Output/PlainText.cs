using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HelpBuilder.Output;

/// <summary>Turns markdown into the paragraphs that a terminal shows.</summary>
internal static class PlainText
{
    public static IEnumerable<string> Paragraphs(IEnumerable<Block> blocks, string source) => blocks.SelectMany(b => Paragraphs(b, source));

    public static string Inline(ContainerInline? inline)
    {
        var text = new StringBuilder();
        foreach (Inline part in inline ?? Enumerable.Empty<Inline>())
        {
            text.Append(part switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                AutolinkInline link => link.Url,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                ContainerInline container => Inline(container),
                _ => "",
            });
        }

        return text.ToString();
    }

    public static string Code(LeafBlock block) => block.Lines.ToString().TrimEnd('\n');

    private static IEnumerable<string> Paragraphs(Block block, string source) => block switch
    {
        ParagraphBlock paragraph => [Inline(paragraph.Inline)],
        HeadingBlock heading => [Inline(heading.Inline)],
        CodeBlock code => [Indented(Code(code))],
        ListBlock list => list.OfType<ListItemBlock>().Select((item, i) => Item(list, item, i, source)),
        Table table => [source[table.Span.Start..(table.Span.End + 1)]],
        ContainerBlock container => Paragraphs((IEnumerable<Block>)container, source),
        _ => [],
    };

    private static string Item(ListBlock list, ListItemBlock item, int index, string source)
    {
        string mark = list.IsOrdered ? $"{index + 1}. " : "- ";
        return mark + string.Join("\n  ", Paragraphs((IEnumerable<Block>)item, source));
    }

    private static string Indented(string code) => string.Join('\n', code.Split('\n').Select(line => "    " + line));
}
