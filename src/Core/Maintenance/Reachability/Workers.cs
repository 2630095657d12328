using System.Runtime.ExceptionServices;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>Runs work that several threads share, and throws what stopped the first of them rather than a list of failures.</summary>
internal static class Workers
{
    /// <summary>One task a processor, each until it returns.</summary>
    internal static void Run(Action work, CancellationToken stop)
    {
        Task[] workers = [.. Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Factory.StartNew(work, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Unwrap(() => Task.WaitAll(workers, CancellationToken.None), stop);
    }

    /// <summary>A loop over numbers, in no order.</summary>
    internal static void For(int count, Action<int> work, CancellationToken stop)
        => Unwrap(() => Parallel.For(0, count, Options(stop), work), stop);

    /// <summary>A loop over numbers, each thread with a state of its own that is handed over at its end.</summary>
    internal static void For<T>(int count, Func<T> begin, Action<int, T> work, Action<T> end, CancellationToken stop)
        => Unwrap(() => Parallel.For(0, count, Options(stop), begin, (index, _, state) => Pass(index, state, work), end), stop);

    /// <summary>A loop over items, in no order.</summary>
    internal static void ForEach<T>(IEnumerable<T> items, Action<T> work, CancellationToken stop)
        => Unwrap(() => Parallel.ForEach(items, Options(stop), work), stop);

    private static T Pass<T>(int index, T state, Action<int, T> work)
    {
        work(index, state);
        return state;
    }

    private static ParallelOptions Options(CancellationToken stop) => new() { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount };

    private static void Unwrap(Action work, CancellationToken stop)
    {
        try
        {
            work();
        }
        catch (AggregateException e)
        {
            stop.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(static inner => inner is OstreeException) ?? e.InnerExceptions[0]);
        }
    }
}
