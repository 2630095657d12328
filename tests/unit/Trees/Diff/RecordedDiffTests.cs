using System.Globalization;
using System.Text.RegularExpressions;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Diff;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Trees.Diff;

/// <summary>What OSTree 2026.4 said with <c>diff</c>, said again from our objects.</summary>
public sealed class RecordedDiffTests
{
    [Fact]
    public void The_same_paths_differ()
        => RepoFixture.CheckRows("read.json", run => run.Case is "diff" && !run.Has("--stats"), atLeast: 35, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            (string before, string after) = Sides(run);
            var options = new TreeComparisonOptions { NoXattrs = run.Has("--no-xattrs"), OwnerUid = Number(run, "--owner-uid"), OwnerGid = Number(run, "--owner-gid") };
            List<TreeDifference> found = TreeComparison.CompareAsync(Source(repository, before), Source(repository, after), options, IOperationObserver.None, TestContext.Current.CancellationToken)
                .ToBlockingEnumerable(TestContext.Current.CancellationToken).ToList();
            // Upstream writes paths on disk without the slash in front, and lists by kind of change.
            Assert.Equal(
                RecordedText.Lines(Lines(run).Select(line => $"{line[0]} /{line[5..].TrimStart('/')}").Order(StringComparer.Ordinal)),
                RecordedText.Lines(found.Select(difference => difference.ToString()).Order(StringComparer.Ordinal)));
            Assert.Equal(RecordedText.Lines(found.Select(difference => difference.Path).Order(PathOrder)), RecordedText.Lines(found.Select(difference => difference.Path)));
            Assert.All(found, difference => Assert.Equal(difference.Status == TreeDifferenceStatus.Modified, difference.Changes != TreeChanges.None));
        });

    [Fact]
    public void The_same_objects_are_shared()
        => RepoFixture.CheckRows("read.json", run => run.Has("--stats"), atLeast: 5, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            (string before, string after) = Sides(run);
            var counted = TreeStatistics.Count(repository, RevisionResolver.Resolve(repository, before), RevisionResolver.Resolve(repository, after), CancellationToken.None);
            Assert.Equal(run.Output, RecordedText.Lines(
                $"[A] Object Count: {counted.ReferenceObjects}",
                $"[B] Object Count: {counted.DifferenceObjects}",
                $"Common Object Count: {counted.CommonObjects}",
                $"Common Object Size: {RecordedText.Size(counted.CommonBytes)}"));
        });

    [Theory]
    [InlineData("bare")]
    [InlineData("archive")]
    public async Task Each_kind_of_change_is_named(string mode)
    {
        using OstreeRepository repository = RepoFixture.Open(mode);
        Checksum tip = RevisionResolver.Resolve(repository, "nasty/fcwol/x86_64");
        Checksum first = RevisionResolver.Resolve(repository, "nasty/fcwol/x86_64^");
        var changes = new Dictionary<string, TreeChanges>(StringComparer.Ordinal);
        await foreach (TreeDifference difference in TreeComparison.CompareAsync(TreeSource.OfCommit(repository, first), TreeSource.OfCommit(repository, tip), new(), IOperationObserver.None, TestContext.Current.CancellationToken))
            changes.Add(difference.Path, difference.Changes);
        Assert.Equal(TreeChanges.Content, changes["/content/one"]);
        Assert.Equal(TreeChanges.Target, changes["/links/abs"]);
        Assert.Equal(TreeChanges.Type, changes["/links/up"]);
        Assert.Equal(TreeChanges.Mode, changes["/modes/f0644"]);
        Assert.Equal(TreeChanges.Mode, changes["/modes/d0755"]);
        Assert.Equal(TreeChanges.Owner, changes["/owners/o0"]);
        Assert.Equal(TreeChanges.Xattrs, changes["/xattrs/text"]);
        Assert.Equal(TreeChanges.Type, changes["/emptydir"] & TreeChanges.Type);
    }

    private static Comparer<string> PathOrder { get; } = Comparer<string>.Create(static (a, b) =>
    {
        string[] one = a.Split('/');
        string[] two = b.Split('/');
        for (int i = 0; i < Math.Min(one.Length, two.Length); i++)
        {
            if (Utf8Order.CompareNames(one[i], two[i]) is not 0 and var order)
                return order;
        }

        return one.Length - two.Length;
    });

    // A name may hold a newline, so a line begins with a letter and four blanks.
    private static string[] Lines(RecordedRun run)
        => run.Output.Length == 0 ? [] : Regex.Split(run.Output[..^1], "\n(?=[MDA]    )", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    private static (string Before, string After) Sides(RecordedRun run)
        => run.Plain.Length == 1 ? (run.Plain[0] + "^", run.Plain[0]) : (run.Plain[0], run.Plain[1]);

    private static TreeSource Source(OstreeRepository repository, string side) => side.StartsWith("TMP/", StringComparison.Ordinal)
        ? TreeSource.OfDirectory(RepoFixture.Localize(side))
        : TreeSource.OfCommit(repository, RevisionResolver.Resolve(repository, side));

    private static uint? Number(RecordedRun run, string option)
        => run.ValueOf(option) is { } value ? uint.Parse(value, CultureInfo.InvariantCulture) : null;
}
