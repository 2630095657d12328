using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>Workers that hash, compress and write content while one thread reads a source. What waits for them is bounded.</summary>
internal sealed class ContentPool : IDisposable
{
    private const int QueuedJobs = 64;
    private readonly BlockingCollection<ContentJob> _queue = new(QueuedJobs);
    private readonly CancellationTokenSource _failure;
    private readonly CancellationToken _stop;
    private readonly Task[] _workers;
    private ExceptionDispatchInfo? _first;

    internal ContentPool(Transaction transaction, CancellationToken stop)
    {
        _stop = stop;
        _failure = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => Work(transaction), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <summary>Is cancelled when a worker failed, or the work is to stop.</summary>
    internal CancellationToken Stopping => _failure.Token;

    /// <summary>Hands a job to the workers; waits while they have enough.</summary>
    /// <exception cref="Diagnostics.OstreeException">What made a worker fail.</exception>
    internal void Add(ContentJob job)
    {
        try
        {
            _queue.Add(job, _failure.Token);
        }
        catch (OperationCanceledException)
        {
            ThrowFailure();
            throw;
        }
    }

    /// <summary>Waits until all is written.</summary>
    internal void Finish()
    {
        _queue.CompleteAdding();
        Task.WaitAll(_workers);
        ThrowFailure();
    }

    /// <summary>Throws what a worker failed with, if one did, or the stop that was asked for.</summary>
    internal void ThrowFailure()
    {
        _stop.ThrowIfCancellationRequested();
        _first?.Throw();
    }

    public void Dispose()
    {
        _failure.Cancel();
        _queue.CompleteAdding();
        Task.WaitAll(_workers);
        _queue.Dispose();
        _failure.Dispose();
    }

    private void Work(Transaction transaction)
    {
        using ContentWriter writer = transaction.CreateContentWriter();
        try
        {
            foreach (ContentJob job in _queue.GetConsumingEnumerable(_failure.Token))
                job.Run(writer, _failure.Token);
        }
        catch (Exception e)
        {
            // The first failure is what went wrong; those after it only follow from the stop.
            Interlocked.CompareExchange(ref _first, ExceptionDispatchInfo.Capture(e), comparand: null);
            _failure.Cancel();
        }
    }
}
