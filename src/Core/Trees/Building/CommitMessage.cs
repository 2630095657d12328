using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Building;

/// <summary>The text that describes a commit.</summary>
public static class CommitMessage
{
    /// <summary>Reads a body from a text file, as it is.</summary>
    /// <exception cref="OstreeException">A fault of the file system, or <see cref="OstreeFault.InvalidOption"/> for a file that is not UTF-8 text.</exception>
    public static string Load(string file)
    {
        string text = UserTextFile.ReadText(file);
        return text.AsSpan().ContainsAny('\0', '\uFFFD')
            ? throw new OstreeException(OstreeFault.InvalidOption, $"'{file}' is no text in UTF-8.", file, "Name a text file.")
            : text;
    }
}
