using System.Globalization;
using System.Text.RegularExpressions;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Checking;
using OstreePS.Core.Repository;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Maintenance.Checking;

/// <summary>Each row that OSTree 2026.4 printed for fsck.</summary>
public sealed partial class RecordedCheckTests
{
    [Fact]
    public void Fsck_finds_what_upstream_found() => RepoFixture.CheckRows("read.json", run => run.Command[1] is "fsck", 15, (run, mode) =>
    {
        using OstreeRepository repository = RepoFixture.Open(mode);
        var defects = new List<RepositoryDefect>();
        var options = new CheckOptions { VerifyBindings = run.Has("--verify-bindings"), VerifyBackReferences = run.Has("--verify-back-refs") };
        RepositoryCheck check = RepositoryChecker.Run(repository, options, defects.Add, IOperationObserver.None, TestContext.Current.CancellationToken);
        Assert.Equal(run.Exit == 0, check.IsHealthy);
        if (run.Exit != 0)
        {
            Match complaint = Complaint().Match(run.Error);
            DefectKind kind = options.VerifyBackReferences ? DefectKind.BackReferenceMismatch : DefectKind.BindingMismatch;
            Assert.Contains(defects, d => d.Kind == kind && d.Refs.Contains(complaint.Groups["ref"].Value, StringComparer.Ordinal) && d.Commits.Single().ToString() == Commit().Match(run.Error).Value);
            return;
        }

        Assert.Equal(Number(Verified().Match(run.Output)), check.Commits);
        Assert.Equal(Number(Objects().Match(run.Output)), check.ReachableObjects);
        Assert.Equal(Number(Partial().Match(run.Output)), check.PartialCommits);
        Assert.All(defects, d => Assert.Equal(DefectKind.PartialCommit, d.Kind));
    });

    private static long Number(Match match) => long.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"integrity of (?<n>\d+) commit", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Verified();

    [GeneratedRegex(@"fsck objects \(\d+/(?<n>\d+)\) 100%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Objects();

    [GeneratedRegex(@"(?<n>\d+) partial commits not verified", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Partial();

    [GeneratedRegex(@"[Rr]ef ‘(?<ref>[^’]+)’", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"[0-9a-f]{64}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Commit();
}
