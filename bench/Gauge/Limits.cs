using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.IO.Enumeration;
using System.Security.Cryptography;

namespace OstreePS.Gauge;

/// <summary>What no program here can beat: all cores do the bare arithmetic, and nothing else.</summary>
internal static class Limits
{
    private const int BufferBytes = 1 << 20;
    private const int Level = 6;

    // The length of the header that follows, and as many zeros.
    private const int PrefixBytes = 8;

    /// <summary>SHA-256 of every file.</summary>
    internal static string Hash(string tree) => OnAllCores(tree, static (path, _, buffer) =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using FileStream file = Open(path);
        for (int count; (count = file.Read(buffer)) > 0;)
            hash.AppendData(buffer, 0, count);
        hash.GetHashAndReset(buffer);
    });

    /// <summary>Every content object of an archive repository through inflate, and SHA-256 of what comes out.</summary>
    internal static string Inflate(string repository) => OnAllCores(Path.Combine(repository, "objects"), static (path, _, buffer) =>
    {
        if (!path.EndsWith(".filez", StringComparison.Ordinal))
            return;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using FileStream file = Open(path);
        file.ReadExactly(buffer, 0, PrefixBytes);
        file.Seek(PrefixBytes + BinaryPrimitives.ReadUInt32BigEndian(buffer), SeekOrigin.Begin);
        using var inflate = new DeflateStream(file, CompressionMode.Decompress);
        for (int count; (count = inflate.Read(buffer)) > 0;)
            hash.AppendData(buffer, 0, count);
        hash.GetHashAndReset(buffer);
    });

    /// <summary>Every file through raw deflate into a file of its own.</summary>
    internal static string Deflate(string tree, string target)
    {
        Directory.CreateDirectory(target);
        return OnAllCores(tree, (path, number, buffer) =>
        {
            using FileStream file = Open(path);
            using var result = new FileStream(Path.Combine(target, number.ToString(CultureInfo.InvariantCulture)), FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024);
            using var deflate = new DeflateStream(result, new ZLibCompressionOptions { CompressionLevel = Level });
            for (int count; (count = file.Read(buffer)) > 0;)
                deflate.Write(buffer, 0, count);
        });
    }

    /// <summary>The regular files below a directory.</summary>
    internal static IEnumerable<(string Path, long Size)> FilesOf(string tree) => new FileSystemEnumerable<(string, long)>(
        tree,
        (ref entry) => (entry.ToFullPath(), entry.Length),
        new EnumerationOptions { AttributesToSkip = FileAttributes.None, RecurseSubdirectories = true })
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    // The largest first: otherwise one of them at the end would leave all cores but one idle.
    private static string OnAllCores(string tree, Action<string, int, byte[]> work)
    {
        string[] files = [.. FilesOf(tree).OrderByDescending(f => f.Size).Select(f => f.Path)];
        int next = -1;
        long begin = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        return Stopwatch.GetElapsedTime(begin).TotalSeconds.ToString("F4", CultureInfo.InvariantCulture);

        void Work()
        {
            byte[] buffer = new byte[BufferBytes];
            for (int i; (i = Interlocked.Increment(ref next)) < files.Length;)
                work(files[i], i, buffer);
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
}
