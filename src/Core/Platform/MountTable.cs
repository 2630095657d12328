using System.Text;

namespace OstreePS.Core.Platform;

/// <summary>The file systems that this process sees mounted.</summary>
/// <remarks>
/// Format of <c>/proc/self/mountinfo</c>, proc_pid_mountinfo(5): <c>ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS FIELD… - TYPE SOURCE OPTIONS</c>,
/// where blanks, line ends and backslashes are written as <c>\ooo</c>.
/// </remarks>
internal static class MountTable
{
    private const string Location = "/proc/self/mountinfo";

    /// <summary>Reads the table as it is now.</summary>
    internal static IReadOnlyList<MountEntry> Read() => Parse(File.Exists(Location) ? File.ReadAllText(Location) : string.Empty);

    /// <summary>Reads a table. Of several mounts at one directory only the last, which hides the others, is told; lines of another form are passed over.</summary>
    internal static IReadOnlyList<MountEntry> Parse(string text)
    {
        var entries = new OrderedDictionary<string, MountEntry>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split(' ');
            int dash = Array.IndexOf(fields, "-", Math.Min(6, fields.Length));
            if (dash < 0 || dash + 2 >= fields.Length)
                continue;
            var entry = new MountEntry(fields[2], Unescape(fields[4]), Unescape(fields[dash + 1]), Unescape(fields[dash + 2]));
            entries.Remove(entry.MountPoint);
            entries.Add(entry.MountPoint, entry);
        }

        return [.. entries.Values];
    }

    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;
        byte[] raw = Encoding.UTF8.GetBytes(field);
        var bytes = new List<byte>(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 3 < raw.Length && raw.AsSpan(i + 1, 3).IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0)
            {
                bytes.Add((byte)(((raw[i + 1] - '0') << 6) | ((raw[i + 2] - '0') << 3) | (raw[i + 3] - '0')));
                i += 3;
            }
            else
            {
                bytes.Add(raw[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
