using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>
/// The directory <c>uncompressed-objects-cache</c> of an archive repository: content that a checkout in user mode
/// decompressed, kept as <c>XX/YYYY….file</c> so that the next checkout hard-links it. Made when first needed.
/// </summary>
internal sealed class UncompressedCache(DirectoryHandle repository, string name, bool sync) : IDisposable
{
    private readonly Lock _gate = new();
    private ObjectDirectory? _directory;

    /// <summary>Where the cached objects are; null as long as nothing is cached.</summary>
    internal ObjectDirectory? TryOpen()
    {
        if (_directory is not null)
            return _directory;
        lock (_gate)
        {
            if (_directory is not null)
                return _directory;
            DirectoryHandle? handle = repository.TryOpenDirectory(name, out int errno);
            if (errno is not (0 or Errno.NoEntry))
                Errno.Throw(errno, "open directory", repository.Child(name));
            return _directory = handle is null ? null : new ObjectDirectory(handle, RepositoryMode.Bare);
        }
    }

    /// <summary>A file to fill with the payload of an object.</summary>
    internal AnonymousFile Begin()
    {
        if (TryOpen() is null)
            repository.CreateDirectory(name);
        return AnonymousFile.CreateIn(TryOpen()!.Handle);
    }

    /// <summary>Gives a filled file its place. The cache never holds set-id files, for it belongs to the present user.</summary>
    internal ObjectDirectory Publish(AnonymousFile file, in Checksum checksum, uint mode)
    {
        ObjectDirectory directory = TryOpen()!;
        file.Handle.ChangeMode(mode & ~UnixMode.SetIdMask, file.Label);
        if (sync)
            file.Handle.Sync(file.Label);
        directory.Publish(file, new ObjectName(checksum, ObjectType.File));
        return directory;
    }

    public void Dispose() => _directory?.Dispose();
}
