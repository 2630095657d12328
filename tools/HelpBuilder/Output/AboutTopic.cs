using System.Text;
using HelpBuilder.Pages;
using Markdig.Syntax;

namespace HelpBuilder.Output;

/// <summary>Turns an about_ page into the text file that Get-Help shows.</summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const string Indent = "    ";

    public static string Write(string path, string source, Problems problems)
    {
        string topic = Path.GetFileNameWithoutExtension(path);
        Block[] blocks = [.. PageReader.Parse(source)];
        if (blocks is not [HeadingBlock { Level: 1 } title, HeadingBlock { Level: 2 } first, ParagraphBlock, ..]
            || PageReader.TitleOf(title) != topic || PageReader.TitleOf(first) != "SHORT DESCRIPTION")
        {
            problems.Add(path, 1, $"an about_ page begins with '# {topic}', '## SHORT DESCRIPTION' and one paragraph");
            return "";
        }

        PageChecker.CheckGaps(path, source, problems);

        // Get-Help takes its one-line summary from the fifth line, so this order is fixed.
        var text = new StringBuilder("TOPIC\n").Append(Indent).Append(topic).Append('\n');
        Block before = title;
        foreach (Block block in blocks[1..])
        {
            if (block is HeadingBlock || before is not HeadingBlock)
                text.Append('\n');
            if (block is HeadingBlock heading)
                Heading(text, heading);
            else
                Body(text, block, source);
            before = block;
        }

        return text.ToString();
    }

    private static void Heading(StringBuilder text, HeadingBlock heading)
    {
        string title = PageReader.TitleOf(heading);
        text.Append(heading.Level == 2 ? title.ToUpperInvariant() : "  " + title).Append('\n');
    }

    private static void Body(StringBuilder text, Block block, string source)
    {
        foreach (string paragraph in PlainText.Paragraphs([block], source))
        {
            bool verbatim = block is CodeBlock or Markdig.Extensions.Tables.Table;
            IEnumerable<string> lines = verbatim ? paragraph.Split('\n') : Wrap(paragraph);
            foreach (string line in lines)
                text.Append(Indent).Append(line).Append('\n');
        }
    }

    private static IEnumerable<string> Wrap(string paragraph)
    {
        var line = new StringBuilder();
        foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width - Indent.Length)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }
}
