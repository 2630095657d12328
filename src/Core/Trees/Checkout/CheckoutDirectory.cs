using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>A directory on its way into the tree. It gets its owner, mode and time when nothing in it is pending any more.</summary>
internal sealed class CheckoutDirectory(CheckoutDirectory? parent, string path, DirectoryHandle handle, DirMeta? meta)
{
    private int _pending = 1;

    internal CheckoutDirectory? Parent { get; } = parent;

    /// <summary>The path that a filter or a label goes by: empty for the root, and where nobody asks for it.</summary>
    internal string Path { get; } = path;

    internal DirectoryHandle Handle { get; } = handle;

    /// <summary>What to apply at the end; null for a directory that was there before, which stays as it is.</summary>
    internal DirMeta? Meta { get; } = meta;

    /// <summary>Says how many files and directories are to come. The walker itself stays pending until it reports.</summary>
    internal void Expect(int count) => Interlocked.Add(ref _pending, count);

    /// <summary>Reports that some of what was pending is done.</summary>
    /// <returns>True for the caller that reported the last of it, who then finishes the directory.</returns>
    internal bool Complete(int count) => Interlocked.Add(ref _pending, -count) == 0;
}
