using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;
using OstreePS.UnitTests.Repository;

namespace OstreePS.UnitTests.Pull;

/// <summary>What happens while objects are on their way.</summary>
public sealed class LocalPullTests : IDisposable
{
    private const int Files = 700;
    private readonly string _tree = Directory.CreateTempSubdirectory("ostreeps-tree-").FullName;
    private readonly TemporaryRepository _source = new("lock-timeout-secs=0\n");
    private readonly TemporaryRepository _target = new("lock-timeout-secs=0\n", RepositoryMode.Archive);

    public void Dispose()
    {
        _target.Dispose();
        _source.Dispose();
        Directory.Delete(_tree, recursive: true);
    }

    [Fact]
    public async Task Neither_repository_can_be_pruned_and_both_can_be_written()
    {
        await FillAsync();
        int looked = 0;
        var watcher = new Watcher(() =>
        {
            foreach (string path in new[] { _source.Path, _target.Path })
            {
                using OstreeRepository other = OstreeRepository.Open(path);
                Assert.Equal(OstreeFault.RepositoryLocked, Assert.Throws<OstreeException>(() => other.Lock.Acquire(exclusive: true, CancellationToken.None)).Fault);
                other.Lock.Acquire(exclusive: false, CancellationToken.None).Dispose();
                looked++;
            }
        });
        await PullAsync(watcher, CancellationToken.None);
        Assert.Equal(2, looked);
        _source.Open.Lock.Acquire(exclusive: true, CancellationToken.None).Dispose();
        _target.Open.Lock.Acquire(exclusive: true, CancellationToken.None).Dispose();
    }

    [Fact]
    public async Task Nothing_is_visible_before_the_end()
    {
        await FillAsync();
        int objects = -1;
        await PullAsync(new Watcher(() => objects = Objects("objects").Length), CancellationToken.None);
        Assert.Equal(0, objects);
        Assert.Equal(Files + 3, Objects("objects").Length);
    }

    [Fact]
    public async Task A_stop_leaves_nothing_visible_and_the_next_pull_brings_only_the_rest()
    {
        await FillAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(new Watcher(stop.Cancel), stop.Token));
        Assert.Empty(Objects("objects"));
        Assert.Empty(_target.Open.Refs.List());
        int kept = Objects("tmp").Count(static path => path.EndsWith(".filez", StringComparison.Ordinal));
        Assert.InRange(kept, 1, Files - 1);

        PullResult rest = await PullAsync(IOperationObserver.None, CancellationToken.None);
        Assert.Equal(Files - kept, rest.ContentFetched);
        Assert.Equal(Files + 3, Objects("objects").Length);
        Assert.Empty(Objects("tmp"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_left_staged_is_used_with_and_without_syncing(bool fsync)
    {
        Checksum commit = await FillAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(new Watcher(stop.Cancel), stop.Token));
        await LocalPull.RunAsync(_target.Open, _source.Open, new PullOptions { Fsync = fsync }, IOperationObserver.None, CancellationToken.None);
        Assert.Equal(commit, _target.Open.Refs.FindOwn(new("main")));
        Assert.Equal(CommitState.Normal, _target.Open.CommitStates.Get(commit));
        Assert.Equal(Files + 3, Objects("objects").Length);
    }

    [Fact]
    public async Task A_second_pull_moves_nothing()
    {
        await FillAsync();
        await PullAsync(IOperationObserver.None, CancellationToken.None);
        PullResult again = await PullAsync(IOperationObserver.None, CancellationToken.None);
        Assert.Equal(0, again.ContentFetched + again.ContentLinked + again.Metadata);
        Assert.False(Assert.Single(again.Refs).Changed);
    }

    [Fact]
    public async Task Objects_that_a_commit_lacks_here_come_again_with_the_next_pull_once_it_is_marked()
    {
        Checksum commit = await FillAsync();
        await PullAsync(IOperationObserver.None, CancellationToken.None);
        File.Delete(Objects("objects").First(static path => path.EndsWith(".filez", StringComparison.Ordinal)));
        _target.Open.CommitStates.MarkDamaged(commit);
        PullResult again = await PullAsync(IOperationObserver.None, CancellationToken.None);
        Assert.Equal(1, again.ContentFetched);
        Assert.Equal(CommitState.Normal, _target.Open.CommitStates.Get(commit));
    }

    [Fact]
    public async Task A_pull_can_be_a_part_of_a_callers_transaction()
    {
        Checksum commit = await FillAsync();
        _target.Open.CommitStates.MarkPartial(commit);
        using (Transaction transaction = Transaction.Begin(_target.Open, stop: TestContext.Current.CancellationToken))
        {
            PullResult result = await LocalPull.RunAsync(_target.Open, _source.Open, new PullOptions { Transaction = transaction }, IOperationObserver.None, CancellationToken.None);
            Assert.Equal(Files, result.ContentFetched);
            transaction.SetRef("another", commit);
            Assert.Empty(_target.Open.Refs.List());
            Assert.Empty(Objects("objects"));
            Assert.Equal(CommitState.Partial, _target.Open.CommitStates.Get(commit));
            transaction.Commit();
        }

        Assert.Equal(["another", "main"], _target.Open.Refs.List().Select(static entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal(CommitState.Normal, _target.Open.CommitStates.Get(commit));
        Assert.Equal(Files + 3, Objects("objects").Length);
        using var elsewhere = new TemporaryRepository();
        using Transaction other = Transaction.Begin(elsewhere.Open, stop: TestContext.Current.CancellationToken);
        OstreeException refused = await Assert.ThrowsAsync<OstreeException>(() =>
            LocalPull.RunAsync(_target.Open, _source.Open, new PullOptions { Transaction = other }, IOperationObserver.None, CancellationToken.None));
        Assert.Equal(OstreeFault.InvalidOption, refused.Fault);
    }

    private async Task<Checksum> FillAsync()
    {
        for (int i = 0; i < Files; i++)
            await File.WriteAllTextAsync(Path.Combine(_tree, $"f{i:D4}"), $"file {i}");
        return (await CommitOperation.RunAsync(_source.Open, _tree, new CommitOptions { Branch = "main" }, IOperationObserver.None, CancellationToken.None)).Checksum;
    }

    private Task<PullResult> PullAsync(IOperationObserver observer, CancellationToken stop)
        => LocalPull.RunAsync(_target.Open, _source.Open, new PullOptions(), observer, stop);

    private string[] Objects(string area)
        => [.. Directory.EnumerateFiles(_target.At(area), "*", SearchOption.AllDirectories).Where(static path => Path.GetExtension(path) is ".filez" or ".dirtree" or ".dirmeta" or ".commit")];

    /// <summary>Does something once, the first time that it hears of progress.</summary>
    private sealed class Watcher(Action once) : IOperationObserver
    {
        private Action? _once = once;

        public void Advance(in OperationProgress step) => Interlocked.Exchange(ref _once, null)?.Invoke();

        public void Note(string message)
        {
        }

        public void Warn(string message) => Assert.Fail(message);
    }
}
