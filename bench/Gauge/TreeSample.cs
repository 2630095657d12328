using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace OstreePS.Gauge;

/// <summary>Chooses part of a tree, always the same part of the same tree: whole directories, in the order of their paths' hashes.</summary>
internal static class TreeSample
{
    /// <summary>Writes the names of what is chosen, relative to the source, each with a NUL: what <c>tar --null -T</c> reads.</summary>
    internal static string Write(string source, string list, long wantedBytes, long wantedFiles)
    {
        string root = Path.GetFullPath(source);
        var chosen = new SortedSet<string>(StringComparer.Ordinal) { "." };
        long bytes = 0;
        long files = 0;
        foreach (Folder folder in Read(root).OrderBy(f => f.Order, StringComparer.Ordinal))
        {
            if (bytes >= wantedBytes && files >= wantedFiles)
                break;
            if (folder.Files.Count == 0)
                continue;
            for (string? above = folder.Name; !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
                chosen.Add(above);
            chosen.UnionWith(folder.Files);
            bytes += folder.Bytes;
            files += folder.Files.Count;
        }

        File.WriteAllText(list, string.Join('\0', chosen) + '\0');
        return string.Create(CultureInfo.InvariantCulture, $"{bytes} {files}");
    }

    /// <summary>Changes the first byte of every file that has one, so that copies of a tree share no content.</summary>
    internal static string Vary(string tree, byte number)
    {
        long changed = 0;
        foreach ((string path, _) in Limits.FilesOf(tree).Where(f => f.Size > 0))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
            RandomAccess.Write(file, [number], 0);
            changed++;
        }

        return changed.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Folder> Read(string root)
    {
        var pending = new Stack<string>([root]);
        while (pending.TryPop(out string? directory))
        {
            var folder = new Folder(Path.GetRelativePath(root, directory));
            foreach ((string path, FileAttributes kind, long size) in new FileSystemEnumerable<(string, FileAttributes, long)>(
                directory,
                (ref entry) => (entry.ToFullPath(), entry.Attributes, entry.Length),
                new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true }))
            {
                bool link = kind.HasFlag(FileAttributes.ReparsePoint);
                if (kind.HasFlag(FileAttributes.Directory) && !link)
                    pending.Push(path);
                else
                    folder.Add(Path.GetRelativePath(root, path), link ? 0 : size);
            }

            yield return folder;
        }
    }

    private sealed class Folder(string name)
    {
        internal string Name { get; } = name;

        internal string Order { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

        internal List<string> Files { get; } = [];

        internal long Bytes { get; private set; }

        internal void Add(string file, long size)
        {
            Files.Add(file);
            Bytes += size;
        }
    }
}
