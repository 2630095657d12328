using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace OstreePS.Gauge;

/// <summary>An archive of many small files, each with content of its own, a thousand to a directory.</summary>
internal static class Archive
{
    private const int FilesInDirectory = 1000;

    internal static string Write(string target, long files)
    {
        using FileStream stream = File.Create(target);
        using var writer = new TarWriter(stream, TarEntryFormat.Ustar);
        writer.WriteEntry(Directory("."));
        for (long i = 0; i < files; i++)
        {
            if (i % FilesInDirectory == 0)
                writer.WriteEntry(Directory($"d{i / FilesInDirectory}"));
            using var content = new MemoryStream(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i}\n")));
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"d{i / FilesInDirectory}/f{i % FilesInDirectory}") { DataStream = content });
        }

        return files.ToString(CultureInfo.InvariantCulture);
    }

    private static UstarTarEntry Directory(string name) => new(TarEntryType.Directory, name)
    {
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
    };
}
