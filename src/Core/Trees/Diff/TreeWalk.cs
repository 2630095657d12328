using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Diff;

/// <summary>
/// Walks two trees side by side, depth first and by name, and names each pair of entries that must be looked at. Entries
/// that are the same object, and directories with the same dirtree, are passed over unread.
/// </summary>
internal static class TreeWalk
{
    /// <summary>Each path that differs or may differ, in order. Whoever takes a pair disposes its items.</summary>
    internal static IEnumerable<Pair> Run(SideDirectory reference, SideDirectory difference)
    {
        var frames = new Stack<Frame>();
        try
        {
            frames.Push(new Frame(string.Empty, reference, difference));
            while (frames.TryPeek(out Frame? frame))
            {
                if (!frame.TryNext(out SideItem? before, out SideItem? after))
                {
                    frames.Pop().Dispose();
                    continue;
                }

                string path = $"{frame.Path}/{(before ?? after)!.Name}";
                if (Prepare(path, before, after) is { } below)
                    frames.Push(below);
                if (before?.Object is not { } one || one != after?.Object)
                    yield return new Pair(path, before, after);
            }
        }
        finally
        {
            while (frames.TryPop(out Frame? frame))
                frame.Dispose();
        }
    }

    private static Frame? Prepare(string path, SideItem? before, SideItem? after)
    {
        try
        {
            before?.Prepare();
            after?.Prepare();
            return Descend(path, before, after);
        }
        catch
        {
            before?.Dispose();
            after?.Dispose();
            throw;
        }
    }

    // What lay in a removed directory is not listed again, nor what is below a name that changed its type.
    private static Frame? Descend(string path, SideItem? before, SideItem? after)
    {
        if (after is not { IsDirectory: true })
            return null;
        if (before is null)
            return new Frame(path, reference: null, after.Enter());
        if (!before.IsDirectory || (before.Tree is { } one && one == after.Tree))
            return null;
        SideDirectory reference = before.Enter();
        return new Frame(path, reference, after.Enter());
    }

    /// <summary>A path and what each side has there.</summary>
    internal sealed record Pair(string Path, SideItem? Reference, SideItem? Difference);

    private sealed class Frame : IDisposable
    {
        private readonly SideDirectory? _reference;
        private readonly SideDirectory _difference;
        private IReadOnlyList<SideItem>? _before;
        private IReadOnlyList<SideItem>? _after;
        private int _nextBefore;
        private int _nextAfter;

        internal Frame(string path, SideDirectory? reference, SideDirectory difference)
        {
            Path = path;
            _reference = reference;
            _difference = difference;
        }

        internal string Path { get; }

        internal bool TryNext(out SideItem? before, out SideItem? after)
        {
            _before ??= _reference?.List() ?? [];
            _after ??= _difference.List();
            before = _nextBefore < _before.Count ? _before[_nextBefore] : null;
            after = _nextAfter < _after.Count ? _after[_nextAfter] : null;
            if (before is null && after is null)
                return false;
            int order = Utf8Order.Comparer.Compare(before?.Name, after?.Name);
            if (before is null || (after is not null && order > 0))
                before = null;
            else
                _nextBefore++;
            if (after is null || (before is not null && order < 0))
                after = null;
            else
                _nextAfter++;
            return true;
        }

        public void Dispose()
        {
            _reference?.Dispose();
            _difference.Dispose();
        }
    }
}
