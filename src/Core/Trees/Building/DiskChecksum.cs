using System.Buffers;
using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Building;

/// <summary>The checksum that something on disk would have as an object: content for a file or symbolic link, dirmeta for a directory.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Checksum">The checksum.</param>
/// <param name="Type">The type of the object.</param>
public sealed record DiskChecksum(string Path, Checksum Checksum, ObjectType Type)
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Computes the checksum; a symbolic link is not followed, and what is in a directory does not count.</summary>
    /// <param name="path">A file, symbolic link or directory.</param>
    /// <param name="ignoreXattrs">Whether to leave out extended attributes.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.PathNotFound"/>, <see cref="OstreeFault.UnsupportedFileType"/> or another fault of the file system.</exception>
    public static DiskChecksum Compute(string path, bool ignoreXattrs, IOperationObserver observer, CancellationToken stop)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        string name = System.IO.Path.GetFileName(full);
        if (name.Length == 0)
        {
            using DirectoryHandle root = DirectoryHandle.Open(full);
            return OfDirectory(root, full, ignoreXattrs);
        }

        using DirectoryHandle parent = DirectoryHandle.Open(System.IO.Path.GetDirectoryName(full)!);
        FileStatus status = parent.Stat(name);
        if (status.IsDirectory)
        {
            using DirectoryHandle directory = parent.OpenDirectory(name);
            return OfDirectory(directory, full, ignoreXattrs);
        }

        if (status.IsSymlink)
            return OfLink(parent, name, status, full, ignoreXattrs);
        return status.IsRegular
            ? OfFile(parent, name, full, ignoreXattrs, observer, stop)
            : throw new OstreeException(OstreeFault.UnsupportedFileType, $"'{full}' is neither a regular file, a directory nor a symbolic link.", full, "Name one of these: nothing else can be in a commit.");
    }

    private static DiskChecksum OfDirectory(DirectoryHandle directory, string path, bool ignoreXattrs)
    {
        FileStatus status = directory.Stat();
        ExtendedAttributes xattrs = ignoreXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAll(directory, path));
        byte[] bytes = new DirMeta(status.Uid, status.Gid, status.Mode, xattrs).ToBytes();
        return new DiskChecksum(path, new Checksum(SHA256.HashData(bytes)), ObjectType.DirMeta);
    }

    private static DiskChecksum OfLink(DirectoryHandle parent, string name, in FileStatus status, string path, bool ignoreXattrs)
    {
        ExtendedAttributes xattrs = ignoreXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAllOfLink(parent, name));
        using IncrementalHash hash = Begin(new FileHeader(status.Uid, status.Gid, status.Mode, parent.ReadLink(name), xattrs));
        return new DiskChecksum(path, ContentHash.Finish(hash), ObjectType.File);
    }

    private static DiskChecksum OfFile(DirectoryHandle parent, string name, string path, bool ignoreXattrs, IOperationObserver observer, CancellationToken stop)
    {
        using var file = parent.OpenRead(name);
        FileStatus status = file.Stat(path);
        ExtendedAttributes xattrs = ignoreXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAll(file, path));
        using IncrementalHash hash = Begin(new FileHeader(status.Uid, status.Gid, status.Mode, string.Empty, xattrs));
        var progress = new ProgressCounter(observer, $"Hashing {path}", totalBytes: status.Size);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int count; (count = file.ReadSome(buffer, path)) > 0; progress.CountBytes(count))
            {
                stop.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new DiskChecksum(path, ContentHash.Finish(hash), ObjectType.File);
    }

    /// <summary>The checksum.</summary>
    public override string ToString() => Checksum.ToString();

    private static IncrementalHash Begin(FileHeader header)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new VariantWriter(FileHeader.PlainType);
        ContentHash.AppendHeader(hash, header, writer);
        return hash;
    }
}
