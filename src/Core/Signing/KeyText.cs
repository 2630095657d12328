using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing;

/// <summary>Reads files of keys in upstream's forms: a key in base64 on each line, blocks of PEM, or lines of text.</summary>
internal static class KeyText
{
    /// <summary>The largest file of keys that is read, in bytes.</summary>
    internal const int FileLimit = 16 * 1024 * 1024;

    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    internal static byte[] ReadFile(string path)
    {
        using Platform.DirectoryHandle directory = Platform.DirectoryHandle.Open(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
        return directory.ReadSmallFile(Path.GetFileName(path), FileLimit);
    }

    /// <summary>One key a line. An empty line is an error, reported after the keys before it.</summary>
    internal static IEnumerable<byte[]> ReadBase64Lines(byte[] bytes, string path)
    {
        foreach (string line in Lines(bytes))
        {
            if (line.Length == 0)
                throw Malformed(path, "a line is empty");
            yield return LenientBase64.Decode(line);
        }
    }

    /// <summary>Each block of PEM, all of which must have one label.</summary>
    internal static IEnumerable<byte[]> ReadPemBlocks(byte[] bytes, string label, string path)
    {
        string? open = null;
        var text = new StringBuilder();
        foreach (string line in Lines(bytes).Select(line => line.Trim()))
        {
            if (line.Length == 0)
                continue;
            if (open is null)
            {
                open = LabelOf(line, Begin);
            }
            else if (LabelOf(line, End) is { } closed)
            {
                if (!string.Equals(open, closed, StringComparison.Ordinal))
                    throw Malformed(path, $"the block '{open}' ends as '{closed}'");
                if (!string.Equals(open, label, StringComparison.Ordinal))
                    throw Malformed(path, $"it holds '{open}' where '{label}' is expected");
                yield return LenientBase64.Decode(text.ToString());
                text.Clear();
                open = null;
            }
            else
            {
                text.Append(line);
            }
        }

        if (open is not null)
            throw Malformed(path, $"the block '{open}' has no end");
    }

    /// <summary>One key a line, as it stands.</summary>
    internal static IEnumerable<byte[]> ReadRawLines(byte[] bytes) => Lines(bytes).Select(Encoding.UTF8.GetBytes);

    private static IEnumerable<string> Lines(byte[] bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        return lines[^1].Length == 0 ? lines.SkipLast(1) : lines;
    }

    private static string? LabelOf(string line, string prefix)
        => line.Length > prefix.Length + Dashes.Length && line.StartsWith(prefix, StringComparison.Ordinal) && line.EndsWith(Dashes, StringComparison.Ordinal)
            ? line[prefix.Length..^Dashes.Length]
            : null;

    private static OstreeException Malformed(string path, string what) => new(
        OstreeFault.InvalidSigningKey,
        $"'{path}' is not a file of keys: {what}.",
        path,
        "Write ed25519 keys in base64, one a line, and spki keys as PEM.");
}
