using System.Collections.Concurrent;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>What the walker and the workers of one import share.</summary>
internal sealed class ImportContext(Transaction transaction, TreeModifier modifier, ProgressCounter progress, CancellationToken stop)
{
    /// <summary>Files from this size on are looked up in the parent commit, for their content does not fit a worker's buffer.</summary>
    internal const long GuessFromBytes = 1 << 20;

    private readonly ConcurrentDictionary<DirectoryHandle, bool> _open = new();

    internal Transaction Transaction { get; } = transaction;

    internal TreeModifier Modifier { get; } = modifier;

    internal ProgressCounter Progress { get; } = progress;

    internal HardLinkMemo HardLinks { get; } = new();

    /// <summary>The files on disk that are objects of the repository; null when nobody asked to recognize them.</summary>
    internal ObjectLinks? Links { get; init; }

    /// <summary>Whether files may become objects as they lie.</summary>
    internal bool Adopts { get; init; }

    internal CancellationToken Stop { get; } = stop;

    /// <summary>The root, once all is written.</summary>
    internal (Checksum Tree, Checksum Meta)? Root { get; private set; }

    /// <summary>Notes a directory of the source that is open.</summary>
    internal DirectoryHandle Keep(DirectoryHandle directory)
    {
        _open.TryAdd(directory, value: true);
        return directory;
    }

    /// <summary>Closes a directory of the source that is done with.</summary>
    internal void Close(DirectoryHandle directory)
    {
        _open.TryRemove(directory, out _);
        directory.Dispose();
    }

    /// <summary>Closes all that a failure left open, so that the source can be unmounted.</summary>
    internal void CloseAll()
    {
        foreach (DirectoryHandle directory in _open.Keys)
            directory.Dispose();
        _open.Clear();
    }

    internal void Finish(Checksum tree, Checksum meta) => Root = (tree, meta);
}
