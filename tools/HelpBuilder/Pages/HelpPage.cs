using Markdig.Syntax;

namespace HelpBuilder.Pages;

/// <summary>The help of one cmdlet as its author wrote it; what the compiled cmdlet knows better is left out.</summary>
internal sealed record HelpPage(
    string Path,
    string Name,
    Prose Synopsis,
    Prose Description,
    IReadOnlyList<HelpEntry> Examples,
    IReadOnlyList<HelpEntry> Parameters,
    IReadOnlyList<HelpEntry> Inputs,
    IReadOnlyList<HelpEntry> Outputs,
    Prose Notes,
    Prose Links);

/// <summary>A stretch of text: its markdown, and the same parsed.</summary>
internal sealed record Prose(int Line, string Markdown, IReadOnlyList<Block> Blocks)
{
    public bool IsEmpty => Blocks.Count == 0;

    public static Prose From(string source, int line, IReadOnlyList<Block> blocks)
        => new(line, blocks.Count == 0 ? "" : source[blocks[0].Span.Start..(blocks[^1].Span.End + 1)].TrimEnd(), blocks);
}

/// <summary>A third-level heading and what stands under it: an example, a parameter, an input or output type.</summary>
/// <param name="Default">What the page says of a parameter's default value.</param>
internal sealed record HelpEntry(string Title, int Line, Prose Body, string Default = "None");
