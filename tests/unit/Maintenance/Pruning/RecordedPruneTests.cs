using System.Globalization;
using OstreePS.Core.Maintenance.Pruning;
using OstreePS.Core.Repository;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Maintenance.Pruning;

/// <summary>Each row that OSTree 2026.4 printed for prune, which were all dry runs.</summary>
public sealed class RecordedPruneTests
{
    [Fact]
    public void Prune_plans_what_upstream_planned() => RepoFixture.CheckRows("read.json", run => run.Command[1] is "prune", 25, (run, mode) =>
    {
        using OstreeRepository repository = RepoFixture.Open(mode);
        var options = new PruneOptions
        {
            RefsOnly = run.Has("--refs-only"),
            CommitOnly = run.Has("--commit-only"),
            Depth = int.Parse(run.ValueOf("--depth") ?? "-1", CultureInfo.InvariantCulture),
            KeepYoungerThan = run.ValueOf("--keep-younger-than") is { } date ? DateTimeOffset.Parse(date, CultureInfo.InvariantCulture) : null,
        };
        PrunePlan plan = PruneOperation.Plan(repository, options, TestContext.Current.CancellationToken);
        string total = options.CommitOnly ? "Total (commit only) objects" : "Total objects";
        string deleted = plan.Objects.Count == 0
            ? "No unreachable objects"
            : $"Would delete: {plan.Objects.Count} objects, freeing {Thousands(plan.Bytes)}";
        Assert.Equal($"{total}: {plan.ObjectsTotal}\n{deleted}\n", run.Output);
    });

    private static string Thousands(long bytes)
        => bytes < 1000 ? $"{bytes} bytes" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.0}\u00a0kB");
}
