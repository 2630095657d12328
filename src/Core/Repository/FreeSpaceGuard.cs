using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository;

/// <summary>Keeps <c>core.min-free-space-*</c> free while content is written. Metadata is exempt, as upstream has it: housekeeping must go on.</summary>
internal sealed class FreeSpaceGuard
{
    private readonly string _path;
    private readonly long _blockSize;
    private readonly long _reserved;
    private readonly bool _enabled;
    private long _blocksLeft;

    internal FreeSpaceGuard(DirectoryHandle root, RepositoryConfig config)
    {
        _path = root.Path;
        FileSystemSpace space = FileSystemSpace.Of(root);
        _blockSize = Math.Max(1, space.BlockSize);
        _reserved = config.ReservedBytes(space.Blocks * space.BlockSize);
        _enabled = _reserved > 0;
        _blocksLeft = Math.Max(0, space.Free - (_reserved / _blockSize));
    }

    /// <summary>Takes room for an object before it is written.</summary>
    /// <returns>What to give back with <see cref="Return"/> when the object turns out to be there already.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InsufficientSpace"/>.</exception>
    internal long Take(long bytes)
    {
        if (!_enabled)
            return 0;
        long blocks = (bytes / _blockSize) + 1;
        if (Interlocked.Add(ref _blocksLeft, -blocks) >= 0)
            return blocks;
        Interlocked.Add(ref _blocksLeft, blocks);
        throw new OstreeException(
            OstreeFault.InsufficientSpace,
            $"Writing {bytes} more bytes would leave less than {_reserved} bytes free on the file system of '{_path}'.",
            _path,
            "Free space there, or lower core.min-free-space-size or core.min-free-space-percent in the repository's config.");
    }

    internal void Return(long blocks) => Interlocked.Add(ref _blocksLeft, blocks);
}
