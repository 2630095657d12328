using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace OstreePS.Gauge;

/// <summary>An archive of very many small files, no two alike: what a repository of a million objects is made from.</summary>
internal static class ManyFiles
{
    private const int FilesInDirectory = 1000;

    /// <summary>Writes the archive; one directory in front of each thousand files.</summary>
    internal static string Write(string target, int count)
    {
        using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        using var archive = new TarWriter(file, TarEntryFormat.Ustar);
        archive.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "./"));
        for (int number = 0; number < count; number++)
        {
            string folder = string.Create(CultureInfo.InvariantCulture, $"./{number / FilesInDirectory:D6}/");
            if (number % FilesInDirectory == 0)
                archive.WriteEntry(new UstarTarEntry(TarEntryType.Directory, folder));
            using var content = new MemoryStream(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"file {number}\n")));
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, string.Create(CultureInfo.InvariantCulture, $"{folder}{number % FilesInDirectory:D3}")) { DataStream = content });
        }

        return count.ToString(CultureInfo.InvariantCulture);
    }
}
