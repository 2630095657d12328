namespace OstreePS.Core.Pull.Fetching;

/// <summary>Looks at all transfers once in a while, and ends those that bring too little for too long.</summary>
internal sealed class TransferWatch : IDisposable
{
    private readonly long _lowSpeed;
    private readonly Timer _timer;
    private readonly HashSet<Transfer> _running = [];

    internal TransferWatch(long lowSpeed, TimeSpan time)
    {
        _lowSpeed = lowSpeed;
        Time = time > TimeSpan.Zero ? time : Timeout.InfiniteTimeSpan;
        TimeSpan period = TimeSpan.FromMilliseconds(Math.Clamp(Time.TotalMilliseconds / 4, 50, 1000));
        _timer = new Timer(static watch => ((TransferWatch)watch!).Look(), this, period, period);
    }

    /// <summary>How long a transfer may be too slow.</summary>
    internal TimeSpan Time { get; }

    /// <summary>Begins to watch a transfer.</summary>
    internal Transfer Begin(CancellationToken stop)
    {
        var transfer = new Transfer(this, stop);
        lock (_running)
            _running.Add(transfer);
        return transfer;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_lowSpeed <= 0 || Time == Timeout.InfiniteTimeSpan)
            return;
        lock (_running)
        {
            foreach (Transfer transfer in _running)
                transfer.Look(_lowSpeed, Time);
        }
    }

    /// <summary>One transfer: its token is cancelled when it stalls, or when the caller stops.</summary>
    internal sealed class Transfer : IDisposable
    {
        private readonly TransferWatch _watch;
        private readonly CancellationTokenSource _source;
        private long _bytes;
        private long _bytesAtMark;
        private long _mark = Environment.TickCount64;
        private int _paused;

        internal Transfer(TransferWatch watch, CancellationToken stop)
        {
            _watch = watch;
            _source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        }

        internal CancellationToken Token => _source.Token;

        /// <summary>Whether it was ended because it stalled.</summary>
        internal bool HasStalled { get; private set; }

        internal void Count(int bytes) => Interlocked.Add(ref _bytes, bytes);

        /// <summary>While we ourselves wait, the server is not to blame.</summary>
        internal void Pause() => Volatile.Write(ref _paused, 1);

        internal void Resume()
        {
            Volatile.Write(ref _bytesAtMark, Interlocked.Read(ref _bytes));
            Volatile.Write(ref _mark, Environment.TickCount64);
            Volatile.Write(ref _paused, 0);
        }

        public void Dispose()
        {
            lock (_watch._running)
                _watch._running.Remove(this);
            _source.Dispose();
        }

        // Called under the watch's lock, so never after Dispose has taken it.
        internal void Look(long lowSpeed, TimeSpan time)
        {
            long now = Environment.TickCount64;
            if (Volatile.Read(ref _paused) != 0 || now - Volatile.Read(ref _mark) < time.TotalMilliseconds)
                return;
            long bytes = Interlocked.Read(ref _bytes);
            if (bytes - Volatile.Read(ref _bytesAtMark) < lowSpeed * time.TotalSeconds)
            {
                HasStalled = true;
                _ = _source.CancelAsync();
            }
            else
            {
                Volatile.Write(ref _bytesAtMark, bytes);
                Volatile.Write(ref _mark, now);
            }
        }
    }
}
