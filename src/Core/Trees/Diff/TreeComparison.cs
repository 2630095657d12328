using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Diff;

/// <summary>
/// Compares two trees as upstream's <c>diff</c> does. One thread walks both; what it names is read and hashed on all
/// processors; the results leave in the order of their paths while the walk goes on.
/// </summary>
public static class TreeComparison
{
    // Bounds the files that are open at once.
    private const int PairsInFlight = 128;

    /// <summary>Compares two trees. Not compared are the roots' own owner, mode and attributes, which upstream ignores too.</summary>
    /// <param name="reference">The tree before.</param>
    /// <param name="difference">The tree after.</param>
    /// <param name="options">How directories on disk are read.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>What differs, in the order of paths.</returns>
    /// <exception cref="OstreeException">A path, commit or object is missing or damaged, or may not be read.</exception>
    public static async IAsyncEnumerable<TreeDifference> CompareAsync(
        TreeSource reference,
        TreeSource difference,
        TreeComparisonOptions options,
        IOperationObserver observer,
        [EnumeratorCancellation] CancellationToken stop = default)
    {
        if (reference.IgnoresXattrs || difference.IgnoresXattrs)
            options = options with { NoXattrs = true };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var comparer = new ItemComparer(new ProgressCounter(observer, "Comparing trees"), ended.Token);
        var queue = Channel.CreateBounded<Task<TreeDifference?>>(new BoundedChannelOptions(PairsInFlight) { SingleReader = true, SingleWriter = true });
        Task walk = Task.Run(() => WalkAsync(reference, difference, options, comparer, queue.Writer, ended.Token), CancellationToken.None);
        try
        {
            await foreach (Task<TreeDifference?> pending in queue.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (await pending.ConfigureAwait(false) is { } found)
                    yield return found;
            }

            await walk.ConfigureAwait(false);
        }
        finally
        {
            // Whatever made us leave is already on its way; what still runs only has to let go of its files.
            await ended.CancelAsync().ConfigureAwait(false);
            await walk.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (queue.Reader.TryRead(out Task<TreeDifference?>? pending))
                await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WalkAsync(
        TreeSource reference,
        TreeSource difference,
        TreeComparisonOptions options,
        ItemComparer comparer,
        ChannelWriter<Task<TreeDifference?>> queue,
        CancellationToken stop)
    {
        try
        {
            using SideDirectory before = reference.Open(options);
            using SideDirectory after = difference.Open(options);
            using IEnumerator<TreeWalk.Pair> pairs = TreeWalk.Run(before, after).GetEnumerator();
            // Room first: a pair that is taken, and its open files, must get into the queue, where someone waits for it.
            while (await queue.WaitToWriteAsync(stop).ConfigureAwait(false) && pairs.MoveNext())
            {
                TreeWalk.Pair pair = pairs.Current;
                queue.TryWrite(Task.Run(() => Look(pair, comparer), CancellationToken.None));
            }
        }
        finally
        {
            queue.Complete();
        }
    }

    private static TreeDifference? Look(TreeWalk.Pair pair, ItemComparer comparer) => pair switch
    {
        { Reference: null, Difference: { } added } => comparer.Describe(pair.Path, added, TreeDifferenceStatus.Added),
        { Reference: { } removed, Difference: null } => comparer.Describe(pair.Path, removed, TreeDifferenceStatus.Removed),
        { Reference: { } before, Difference: { } after } => comparer.Compare(pair.Path, before, after),
        _ => throw new InvalidOperationException("A pair has two empty sides."),
    };
}
