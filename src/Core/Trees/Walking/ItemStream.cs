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

    /// <param name="walk">The entries.</param>
    /// <param name="reader">Reads their objects.</param>
    /// <param name="unread">Hears of what cannot be read, which is then passed over; null for an error.</param>
    /// <param name="stop">Ends it.</param>
    internal static IEnumerable<TreeItem> Run(EntryWalk walk, ItemReader reader, Action<string, OstreeException>? unread, CancellationToken stop)
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
                    ahead.Enqueue(Start(entries, reader, tolerant: unread is not null, abandoned.Token));
                }

                if (!ahead.TryDequeue(out Task<Batch>? first))
                    break;
                Batch batch = first.GetAwaiter().GetResult();
                for (int i = 0; i < batch.Count; i++)
                {
                    if (batch.Items[i] is { } item)
                        yield return item;
                    else
                        unread!(batch.Entries[i].Path, batch.Unread[i]);
                }

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

    private static Task<Batch> Start(TreeEntry[] entries, ItemReader reader, bool tolerant, CancellationToken stop)
        => Task.Run(() => Read(entries, reader, tolerant, stop), CancellationToken.None);

    private static Batch Read(TreeEntry[] entries, ItemReader reader, bool tolerant, CancellationToken stop)
    {
        var batch = new Batch(entries, new TreeItem?[entries.Length]);
        for (; batch.Count < entries.Length && !stop.IsCancellationRequested; batch.Count++)
        {
            try
            {
                batch.Items[batch.Count] = reader.Read(entries[batch.Count]);
            }
            catch (OstreeException e) when (tolerant)
            {
                batch.Unread[batch.Count] = e;
            }
            catch (OstreeException e)
            {
                batch.Fault = ExceptionDispatchInfo.Capture(e);
                break;
            }
        }

        return batch;
    }

    private sealed class Batch(TreeEntry[] entries, TreeItem?[] items)
    {
        internal TreeEntry[] Entries { get; } = entries;

        internal TreeItem?[] Items { get; } = items;

        /// <summary>Why items are missing, by their place.</summary>
        internal Dictionary<int, OstreeException> Unread { get; } = [];

        internal int Count { get; set; }

        internal ExceptionDispatchInfo? Fault { get; set; }
    }
}
