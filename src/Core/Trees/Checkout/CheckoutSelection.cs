using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>What of a commit is placed: what neither a list nor a filter leaves out. Safe from several threads.</summary>
internal sealed class CheckoutSelection(CheckoutFilter? list, ICheckoutFilter? filter, ObjectLoader objects)
{
    private readonly Lock _gate = new();

    /// <summary>Whether to leave out a directory with all that is in it.</summary>
    /// <param name="path">Its path; empty for the top.</param>
    /// <param name="tree">Its dirtree object.</param>
    /// <param name="meta">Reads its metadata.</param>
    internal bool SkipsDirectory(string path, in Checksum tree, Func<DirMeta> meta)
    {
        if (list?.SkipsDirectory(path) is true)
            return true;
        if (filter is null)
            return false;
        var entry = new CheckoutFilterEntry(path.Length == 0 ? "/" : path, tree, meta());
        Ask([entry]);
        return entry.Skip;
    }

    /// <summary>Which files of a batch are left out; null for none.</summary>
    internal bool[]? SkippedFiles(in CheckoutBatch batch)
    {
        if (list is null && filter is null)
            return null;
        bool[] skipped = new bool[batch.Count];
        var entries = new List<CheckoutFilterEntry>(batch.Count);
        var positions = new List<int>(batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            DirTree.FileEntry file = batch.Tree.Files[batch.First + i];
            string path = $"{batch.Directory.Path}/{file.Name}";
            skipped[i] = list?.SkipsFile(path) is true;
            if (skipped[i] || filter is null)
                continue;
            entries.Add(new CheckoutFilterEntry(path, file.Checksum, objects));
            positions.Add(i);
        }

        if (entries.Count > 0)
            Ask(entries);
        for (int i = 0; i < entries.Count; i++)
            skipped[positions[i]] = entries[i].Skip;
        return skipped;
    }

    private void Ask(IReadOnlyList<CheckoutFilterEntry> entries)
    {
        lock (_gate)
            filter!.Apply(entries);
    }
}
