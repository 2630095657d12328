using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>Decides which commits stay, by the refs that lead to them, and remembers why. Knows nothing of objects, and deletes nothing.</summary>
/// <param name="graph">The commits.</param>
/// <param name="refs">The refs.</param>
/// <param name="options">What is to be kept.</param>
internal sealed class CommitSelection(CommitGraph graph, IReadOnlyList<RefEntry> refs, PruneOptions options)
{
    private readonly Dictionary<Checksum, string> _kept = [];
    private readonly Dictionary<Checksum, string> _passed = [];
    private readonly Dictionary<Checksum, int> _walked = [];
    private readonly HashSet<Checksum> _tips = [];

    /// <summary>The commits that stay.</summary>
    internal IReadOnlyCollection<Checksum> Kept => _kept.Keys;

    /// <summary>The commits that refs name; they stay whatever the rules say.</summary>
    internal IReadOnlySet<Checksum> Tips => _tips;

    /// <summary>Whether a commit stays, and why it does or does not.</summary>
    internal (bool Stays, string Reason) Decide(in Checksum commit)
    {
        if (_kept.TryGetValue(commit, out string? why))
            return (true, why);
        return (false, _passed.GetValueOrDefault(commit) ?? (commit == options.DeleteCommit ? "it is to be deleted" : "no ref leads to it"));
    }

    /// <summary>Takes a commit away again.</summary>
    internal void Drop(in Checksum commit, string reason)
    {
        _kept.Remove(commit);
        _passed[commit] = reason;
    }

    /// <summary>Selects among the commits of a repository.</summary>
    internal void Select(IReadOnlyList<Checksum> commits)
    {
        foreach (RefEntry entry in refs)
            _tips.Add(entry.Checksum);
        foreach (Checksum root in options.Roots)
            Keep(root, "it was named as one to keep");
        if (!options.SelectsByRef)
        {
            foreach (Checksum commit in commits)
            {
                if (graph.Find(commit) is not null)
                    Keep(commit, "every commit stays: no rule was given");
            }

            return;
        }

        foreach (RefEntry entry in refs)
            SelectHistory(entry);
        foreach (Checksum commit in commits)
            SelectUnreferenced(commit);
    }

    private void SelectHistory(RefEntry entry)
    {
        // The names that options use are those of upstream's list: local and remote refs. A mirror follows the general rule.
        string name = entry.Kind == RefKind.Mirror ? $"{entry.CollectionId}:{entry.Name}" : entry.Refspec;
        if (options.RetainBranchDepth.TryGetValue(name, out int depth))
            WalkDepth(entry, name, depth);
        else if (options.OnlyBranches.Count > 0 && !options.OnlyBranches.Contains(name, StringComparer.Ordinal))
            WalkDepth(entry, name, depth: -1);
        else if (RuleFor(name) is { } rule)
            WalkRule(entry, name, rule);
        else if (options.KeepYoungerThan is { } limit)
            WalkYounger(entry, name, limit);
        else
            WalkDepth(entry, name, options.Depth);
    }

    private RetentionRule? RuleFor(string name)
        => options.Policy.Where(rule => rule.Matches(name)).MaxBy(static rule => rule.Pattern.Length);

    private void WalkDepth(RefEntry entry, string name, int depth)
    {
        int left = depth < 0 ? int.MaxValue : depth;
        int steps = 0;
        foreach (CommitNode commit in graph.History(entry.Checksum))
        {
            // Another ref led here with as far to go: all that would follow is decided.
            if (_walked.TryGetValue(commit.Checksum, out int before) && before >= left)
                return;
            if (left < 0)
            {
                Pass(commit.Checksum, $"more than {depth} steps before {name}");
                continue;
            }

            _walked[commit.Checksum] = left;
            Keep(commit.Checksum, Place(steps, name));
            if (left != int.MaxValue)
                left--;
            steps++;
        }
    }

    private void WalkYounger(RefEntry entry, string name, DateTimeOffset limit)
    {
        int steps = 0;
        bool ended = false;
        ulong seconds = (ulong)Math.Max(0, limit.ToUnixTimeSeconds());
        foreach (CommitNode commit in graph.History(entry.Checksum))
        {
            ended |= commit.Timestamp < seconds;
            if (steps == 0)
                Keep(commit.Checksum, Place(steps, name));
            else if (ended)
                Pass(commit.Checksum, $"older than {limit:u}, in the history of {name}");
            else
                Keep(commit.Checksum, $"not older than {limit:u}, in the history of {name}");
            steps++;
        }
    }

    private void WalkRule(RefEntry entry, string name, RetentionRule rule)
    {
        int steps = 0;
        foreach (CommitNode commit in graph.History(entry.Checksum))
        {
            if (steps == 0)
                Keep(commit.Checksum, Place(steps, name));
            else if (rule.Keeps(commit, steps, options.Now) is { } why)
                Keep(commit.Checksum, $"{name}: {why}");
            else
                Pass(commit.Checksum, $"{name} keeps {rule}");
            steps++;
        }
    }

    // A commit that a rule kept by its version may lose its successors, and then no ref leads to it: the rule still holds.
    private void SelectUnreferenced(in Checksum checksum)
    {
        if (options.Policy.Count == 0 || _kept.ContainsKey(checksum) || _passed.ContainsKey(checksum) || graph.Find(checksum) is not { } commit)
            return;
        IEnumerable<RetentionRule> rules = commit.RefBindings.Count == 0
            ? options.Policy
            : commit.RefBindings.Select(RuleFor).OfType<RetentionRule>();
        foreach (RetentionRule rule in rules)
        {
            if (rule.Keeps(commit, int.MaxValue, options.Now) is { } why)
                Keep(checksum, $"{rule.Pattern}: {why}");
        }
    }

    private static string Place(int steps, string name) => steps switch
    {
        0 => $"{name} names it",
        1 => $"the parent of what {name} names",
        _ => $"{steps} steps before {name}",
    };

    private void Keep(in Checksum commit, string reason) => _kept.TryAdd(commit, reason);

    private void Pass(in Checksum commit, string reason) => _passed.TryAdd(commit, reason);
}
