using System.Globalization;
using System.Management.Automation;
using System.Text;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Maintenance.Pruning;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Formats;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Maintenance;

/// <summary>Removes what a repository no longer needs.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OstreePrune", SupportsShouldProcess = true)]
[OutputType(typeof(PruneResult))]
[OutputType(typeof(CommitDecision))]
public sealed class InvokeOstreePruneCommand : RepositoryCmdlet
{
    private const int ListedAtMost = 200;

    [Parameter]
    public SwitchParameter RefsOnly { get; set; }

    [Parameter]
    [ValidateRange(-1, int.MaxValue)]
    public int Depth { get; set; } = -1;

    [Parameter]
    [TimestampArgument]
    public DateTimeOffset? KeepYoungerThan { get; set; }

    [Parameter]
    [BranchDepthsArgument]
    public IReadOnlyDictionary<string, int> RetainBranchDepth { get; set; } = new Dictionary<string, int>(StringComparer.Ordinal);

    [Parameter]
    [ArgumentCompleter(typeof(AnyRefCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] OnlyBranch { get; set; } = [];

    [Parameter]
    [RetentionPolicyArgument]
    public RetentionRule[] Policy { get; set; } = [];

    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? MaxSize { get; set; }

    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? MinFree { get; set; }

    [Parameter]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DeleteCommit { get; set; }

    [Parameter]
    public SwitchParameter StaticDeltasOnly { get; set; }

    [Parameter]
    public SwitchParameter CommitOnly { get; set; }

    [Parameter]
    public SwitchParameter CleanCache { get; set; }

    [Parameter]
    public SwitchParameter Explain { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        PruneOptions options = Options(repository);
        bool tryOut = await port.IsWhatIfAsync();
        PruneResult result = tryOut
            ? await PruneOperation.TryOutAsync(repository, options, plan => ApproveAsync(plan, port), stop)
            : await PruneOperation.RunAsync(repository, options, plan => ApproveAsync(plan, port), port.Observer, stop);
        if (!result.BudgetMet)
            await port.WriteWarningAsync($"What refs name in '{result.Repository}' takes more than the size that was asked for; it stays.");
        if (Explain)
            await port.WriteAllAsync(result.Commits);
        else
            await port.WriteAsync(result);
    }

    private static async Task<bool> ApproveAsync(PrunePlan plan, PipelinePort port)
    {
        string summary = $"Delete {Count(plan.Objects.Count, "object")}, {Count(plan.CommitsDeleted, "commit")} among them, freeing {Display.Size(plan.Bytes)}";
        if (plan.Cached.Count > 0)
            summary += $", {Count(plan.Cached.Count, "cached object")} too";
        return await port.AskAsync(cmdlet => cmdlet.ShouldProcess(
            $"{summary}, in '{plan.Repository}'.{List(plan)}",
            $"{summary}, in '{plan.Repository}'?{List(plan)}",
            "Prune"));
    }

    private static string List(PrunePlan plan)
    {
        var text = new StringBuilder();
        foreach (CommitDecision commit in plan.Commits.Where(commit => !commit.Stays).Take(ListedAtMost))
            text.Append(CultureInfo.InvariantCulture, $"\n  commit {commit.Checksum} of {Display.Time(commit.Timestamp)}: {commit.Reason}");
        foreach (PrunedObject item in plan.Objects.Where(item => item.Name.Type != ObjectType.Commit).Take(ListedAtMost))
            text.Append(CultureInfo.InvariantCulture, $"\n  {item.Name} ({Display.Size(item.Size)})");
        foreach (string delta in plan.Deltas.Take(ListedAtMost))
            text.Append(CultureInfo.InvariantCulture, $"\n  {delta}");
        long left = plan.Objects.Count - plan.CommitsDeleted - ListedAtMost;
        if (left > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n  and {Count(left, "more object")}");
        return text.ToString();
    }

    private static string Count(long count, string what) => $"{Display.Count(count)} {what}{(count == 1 ? string.Empty : "s")}";

    private PruneOptions Options(OstreeRepository repository) => new()
    {
        RefsOnly = RefsOnly,
        Depth = Depth,
        KeepYoungerThan = KeepYoungerThan,
        RetainBranchDepth = RetainBranchDepth,
        OnlyBranches = OnlyBranch,
        Policy = Policy,
        MaxSize = MaxSize,
        MinFree = MinFree,
        DeleteCommit = DeleteCommit is null ? null : RevisionResolver.Resolve(repository, DeleteCommit),
        StaticDeltasOnly = StaticDeltasOnly,
        CommitOnly = CommitOnly,
        CleanCache = CleanCache,
        Force = Force,
    };
}
