namespace HelpBuilder.Pages;

/// <summary>What is wrong with the pages, in the form that MSBuild and editors understand.</summary>
internal sealed class Problems
{
    private readonly List<string> _lines = [];

    public bool Any => _lines.Count > 0;

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string path, int line, string message) => _lines.Add($"{path}({Math.Max(line, 1)}): error HELP: {message}");

    public void AddAll(Problems others) => _lines.AddRange(others._lines);
}
