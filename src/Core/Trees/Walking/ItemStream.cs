using System.Runtime.ExceptionServices;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Walking;

/// <summary>
/// Turns a walk into items: the caller's thread walks, the pool reads the objects of a few batches ahead, and items come out in
/// the order of the walk. A fault comes out where its item would have, after all that come before it.
/// </summary>
internal static class ItemStream
{
    private const int BatchSize = 128;
    private static readonly int BatchesAhead = (2 * Environment.ProcessorCount) + 1;

    internal static IEnumerable<TreeItem> Run(EntryWalk walk, ItemReader reader, CancellationToken stop)
    {
        var ahead = new Queue<Task<Batch>>();
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ExceptionDispatchInfo? walkFault = null;
        bool more = true;
        try
        {
            while (true)
            {
                while (more && ahead.Count < BatchesAhead)
                {
                    (TreeEntry[] entries, more) = Take(walk, ref walkFault, stop);
                    ahead.Enqueue(Start(entries, reader, abandoned.Token));
                }

                if (!ahead.TryDequeue(out Task<Batch>? first))
                    break;
                Batch batch = first.GetAwaiter().GetResult();
                for (int i = 0; i < batch.Count; i++)
                    yield return batch.Items[i];
                stop.ThrowIfCancellationRequested();
                batch.Fault?.Throw();
            }

            walkFault?.Throw();
        }
        finally
        {
            // What still reads must end before the caller may close the repository.
            abandoned.Cancel();
            Task.WaitAll([.. ahead], CancellationToken.None);
        }
    }

    private static (TreeEntry[] Entries, bool More) Take(EntryWalk walk, ref ExceptionDispatchInfo? fault, CancellationToken stop)
    {
        var entries = new TreeEntry[BatchSize];
        int count = 0;
        try
        {
            while (count < BatchSize)
            {
                stop.ThrowIfCancellationRequested();
                if (!walk.TryNext(out entries[count]))
                    return (entries[..count], false);
                count++;
            }

            return (entries, true);
        }
        catch (OstreeException e)
        {
            fault = ExceptionDispatchInfo.Capture(e);
            return (entries[..count], false);
        }
    }

    private static Task<Batch> Start(TreeEntry[] entries, ItemReader reader, CancellationToken stop)
        => Task.Run(() => Read(entries, reader, stop), CancellationToken.None);

    private static Batch Read(TreeEntry[] entries, ItemReader reader, CancellationToken stop)
    {
        var items = new TreeItem[entries.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (stop.IsCancellationRequested)
                return new Batch(items, i, Fault: null);
            try
            {
                items[i] = reader.Read(entries[i]);
            }
            catch (OstreeException e)
            {
                return new Batch(items, i, ExceptionDispatchInfo.Capture(e));
            }
        }

        return new Batch(items, items.Length, Fault: null);
    }

    private sealed record Batch(TreeItem[] Items, int Count, ExceptionDispatchInfo? Fault);
}
