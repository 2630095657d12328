using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.UnitTests.Repository;

/// <summary>A repository in a folder of its own, which goes away with it.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-repo-").FullName;

    internal TemporaryRepository(string config = "", RepositoryMode mode = RepositoryMode.BareUserOnly)
    {
        Path = System.IO.Path.Combine(_folder, "repo");
        OstreeRepository.Create(Path, mode).Dispose();
        File.AppendAllText(At("config"), config);
        Open = OstreeRepository.Open(Path);
    }

    internal string Path { get; }

    internal OstreeRepository Open { get; }

    internal string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Everything in it but the lock file, with sizes.</summary>
    internal string[] Listing() => [.. new DirectoryInfo(Path)
        .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Where(entry => entry.Name != ".lock")
        .Select(entry => $"{System.IO.Path.GetRelativePath(Path, entry.FullName)} {(entry is FileInfo file ? file.Length : 0)}")
        .Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Open.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
