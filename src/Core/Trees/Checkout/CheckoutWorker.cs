using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>One worker: places files in batches, and finishes the directories that this completes.</summary>
internal sealed class CheckoutWorker(CheckoutContext context)
{
    private readonly FileCheckout _files = new(context);

    internal CheckoutCounters Counters => _files.Counters;

    internal void Place(in CheckoutBatch batch)
    {
        CheckoutDirectory directory = batch.Directory;
        bool[]? skipped = context.Selection.SkippedFiles(batch);
        for (int i = batch.First; i < batch.First + batch.Count; i++)
        {
            context.Stop.ThrowIfCancellationRequested();
            DirTree.FileEntry file = batch.Tree.Files[i];
            if (skipped?[i - batch.First] is not true)
                _files.Place(directory.Handle, file.Name, file.Checksum, directory.Path);
            context.Progress.CountItem();
        }

        Complete(directory, batch.Count);
    }

    /// <summary>Reports that part of a directory is done, and finishes it, and those above it, when that was the last part.</summary>
    internal void Complete(CheckoutDirectory directory, int count)
    {
        CheckoutDirectory? current = directory;
        while (current is not null && current.Complete(count))
        {
            if (current.Meta is { } meta)
                DirectoryPlacer.Finish(current.Handle, meta, context.Policy, current.Path);
            current.Handle.Dispose();
            current = current.Parent;
            count = 1;
        }
    }
}
