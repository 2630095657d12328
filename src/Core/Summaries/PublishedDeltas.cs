using System.Security.Cryptography;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Summaries;

/// <summary>The static deltas that a repository offers: <c>deltas/XX/YYYY…[-ZZZZ…]/superblock</c>, named by checksums in base64.</summary>
internal static class PublishedDeltas
{
    private const string Superblock = "superblock";
    private const int SuperblockLimit = 128 << 20;

    /// <summary>Each delta's name, <c>TO</c> or <c>FROM-TO</c> in hexadecimal digits, with the SHA-256 of its superblock, in the order of the directories.</summary>
    internal static IEnumerable<(string Name, byte[] Digest)> Digests(OstreeRepository repository)
    {
        using DirectoryHandle? top = repository.Root.TryOpenDirectory(RepositoryLayout.Deltas, out int errno);
        if (top is null)
        {
            if (errno != Errno.NoEntry)
                Errno.Throw(errno, "open directory", repository.Root.Child(RepositoryLayout.Deltas));
            yield break;
        }

        foreach (DirectoryEntry prefix in top.List().Where(entry => top.TryStat(entry.Name, out _) is { IsDirectory: true }))
        {
            using DirectoryHandle folder = top.OpenDirectory(prefix.Name);
            foreach (DirectoryEntry delta in folder.List())
            {
                string path = $"{delta.Name}/{Superblock}";
                if (folder.TryStat(path, out _) is not null && NameOf(prefix.Name + delta.Name) is { } name)
                    yield return (name, SHA256.HashData(folder.ReadSmallFile(path, SuperblockLimit)));
            }
        }
    }

    private static string? NameOf(string base64)
    {
        string[] parts = base64.Split('-');
        if (parts.Length > 2)
            return null;
        try
        {
            return string.Join('-', parts.Select(part => Checksum.ParseBase64(part).ToString()));
        }
        catch (Diagnostics.OstreeException)
        {
            // Whatever lies there is no delta, and nothing to offer.
            return null;
        }
    }
}
