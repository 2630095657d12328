using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository;

/// <summary>
/// The lock on a repository, which interoperates with stock OSTree's: a lock on the open file <c>.lock</c>, shared for those
/// who add objects, exclusive for those who delete. It may be taken again by the same repository object, and is as strong as its strongest holder.
/// </summary>
internal sealed class RepositoryLock(DirectoryHandle root, TimeSpan? timeout, bool enabled) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private SafeFileHandle? _file;
    private int _shared;
    private int _exclusive;

    private string Label => root.Child(RepositoryLayout.Lock);

    /// <summary>Takes the lock; disposing the result gives it back.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RepositoryLocked"/> when another holds it longer than the time-out.</exception>
    internal IDisposable Acquire(bool exclusive, CancellationToken stop)
    {
        if (!enabled)
            return new Holding(() => { });
        long start = Environment.TickCount64;
        while (!TryPush(exclusive))
        {
            stop.ThrowIfCancellationRequested();
            if (timeout is { } limit && Environment.TickCount64 - start >= limit.TotalMilliseconds)
                throw Locked(limit);
            stop.WaitHandle.WaitOne(Pause);
        }

        return new Holding(() => Pop(exclusive));
    }

    public void Dispose() => _file?.Dispose();

    private bool TryPush(bool exclusive)
    {
        lock (_gate)
        {
            _file ??= root.Create(RepositoryLayout.Lock, OpenFlags.ReadWrite, RepositoryLayout.LockMode);
            bool holdsEnough = _exclusive > 0 || (!exclusive && _shared > 0);
            if (!holdsEnough && !FileLock.TryAcquire(_file, exclusive, Label))
                return false;
            _ = exclusive ? _exclusive++ : _shared++;
            return true;
        }
    }

    private void Pop(bool exclusive)
    {
        lock (_gate)
        {
            _ = exclusive ? _exclusive-- : _shared--;
            if (_file is null || _file.IsClosed)
                return;
            if (_exclusive + _shared == 0)
                FileLock.Release(_file, Label);
            else if (exclusive && _exclusive == 0)
                FileLock.TryAcquire(_file, exclusive: false, Label);
        }
    }

    private OstreeException Locked(TimeSpan limit) => new(
        OstreeFault.RepositoryLocked,
        $"The repository '{root.Path}' is locked by {LockHolders.Describe(Label)}; waited {limit.TotalSeconds:0} s.",
        root.Path,
        "Wait until the other process is done, or raise core.lock-timeout-secs in the repository's config.");

    private sealed class Holding(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, value: null)?.Invoke();
    }
}
