using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace OstreePS.Core.Trees;

/// <summary>One producer and as many workers as there are processors, with a bounded queue between them.</summary>
internal static class WorkCrew
{
    private const int Queued = 128;

    /// <summary>Runs until all is produced and worked off. The first failure stops everyone, and is thrown when all have stopped.</summary>
    /// <param name="produce">Produces on the calling thread; gets what hands an item to the workers, and what tells it to stop.</param>
    /// <param name="work">Takes items on a thread of its own until there are no more.</param>
    /// <param name="stop">Stops everyone.</param>
    internal static void Run<T>(Action<Action<T>, CancellationToken> produce, Action<IEnumerable<T>> work, CancellationToken stop)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var queue = new BlockingCollection<T>(Queued);
        CancellationToken halted = failure.Token;
        ExceptionDispatchInfo? first = null;
        Task[] workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => Guarded(() => work(queue.GetConsumingEnumerable(halted))), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Guarded(() => produce(item => queue.Add(item, halted), halted));
        queue.CompleteAdding();
        Task.WaitAll(workers, CancellationToken.None);
        if (first is not null)
        {
            stop.ThrowIfCancellationRequested();
            first.Throw();
        }

        void Guarded(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                // The first failure is what went wrong; those after it only follow from the stop.
                Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(e), comparand: null);
                failure.Cancel();
            }
        }
    }
}
