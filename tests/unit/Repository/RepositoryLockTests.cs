using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.UnitTests.Repository;

public sealed class RepositoryLockTests : IDisposable
{
    private readonly TemporaryRepository _repository = new("lock-timeout-secs=0\n");
    private readonly OstreeRepository _other;

    public RepositoryLockTests() => _other = OstreeRepository.Open(_repository.Path);

    public void Dispose()
    {
        _other.Dispose();
        _repository.Dispose();
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    public void Sharers_get_along_and_nobody_else_does(bool first, bool second, bool succeeds)
    {
        using (Take(_repository.Open, first))
        {
            if (succeeds)
                Take(_other, second).Dispose();
            else
                Assert.Equal(OstreeFault.RepositoryLocked, Assert.Throws<OstreeException>(() => Take(_other, second)).Fault);
        }

        Take(_other, second).Dispose();
    }

    [Fact]
    public void One_who_holds_it_may_take_it_again_and_more_strongly()
    {
        using IDisposable shared = Take(_repository.Open, exclusive: false);
        using (Take(_repository.Open, exclusive: true))
            Assert.Throws<OstreeException>(() => Take(_other, exclusive: false));
        using (Take(_other, exclusive: false))
            Assert.Throws<OstreeException>(() => Take(_repository.Open, exclusive: true));
    }

    [Fact]
    public void Giving_it_back_twice_gives_it_back_once()
    {
        IDisposable one = Take(_repository.Open, exclusive: false);
        using IDisposable two = Take(_repository.Open, exclusive: false);
        one.Dispose();
        one.Dispose();
        Assert.Throws<OstreeException>(() => Take(_other, exclusive: true));
    }

    [Fact]
    public void The_wait_ends_after_its_time()
    {
        using var patient = new TemporaryRepository("lock-timeout-secs=1\n");
        using OstreeRepository other = OstreeRepository.Open(patient.Path);
        using IDisposable held = Take(patient.Open, exclusive: true);
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(OstreeFault.RepositoryLocked, Assert.Throws<OstreeException>(() => Take(other, exclusive: false)).Fault);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.95, 20);
    }

    [Fact]
    public void The_wait_ends_when_the_lock_is_free_or_the_work_is_stopped()
    {
        using var patient = new TemporaryRepository("lock-timeout-secs=-1\n");
        using OstreeRepository other = OstreeRepository.Open(patient.Path);
        using (Take(patient.Open, exclusive: true))
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            Assert.ThrowsAny<OperationCanceledException>(() => other.Lock.Acquire(exclusive: false, stop.Token));
        }

        Take(other, exclusive: true).Dispose();
    }

    [Fact]
    public void Without_locking_nobody_waits()
    {
        using var free = new TemporaryRepository("locking=false\n");
        using OstreeRepository other = OstreeRepository.Open(free.Path);
        using IDisposable one = Take(free.Open, exclusive: true);
        using IDisposable two = Take(other, exclusive: true);
        Assert.False(File.Exists(free.At(".lock")));
    }

    // A stock commit that waits for its tar archive holds the shared lock.
    [Fact]
    public void Stock_ostree_at_work_is_noticed_and_named()
    {
        using Process stock = Start("commit", $"--repo={_repository.Path}", "--branch=x", "--tree=tar=-");
        try
        {
            OstreeException? refused = null;
            for (int i = 0; i < 400 && refused is null; i++)
            {
                try
                {
                    Take(_repository.Open, exclusive: true).Dispose();
                    Thread.Sleep(25);
                }
                catch (OstreeException e)
                {
                    refused = e;
                }
            }

            Assert.NotNull(refused);
            Assert.Equal(OstreeFault.RepositoryLocked, refused.Fault);
            Assert.Contains($"ostree ({stock.Id})", refused.Message, StringComparison.Ordinal);
            Transaction.Begin(_repository.Open, stop: TestContext.Current.CancellationToken).Dispose();
        }
        finally
        {
            stock.StandardInput.Close();
            stock.WaitForExit();
        }

        Take(_repository.Open, exclusive: true).Dispose();
    }

    [Fact]
    public void Stock_ostree_notices_us()
    {
        using (Take(_repository.Open, exclusive: false))
        {
            Assert.NotEqual(0, Run("prune", $"--repo={_repository.Path}"));
            Assert.Equal(0, Run("refs", $"--repo={_repository.Path}"));
        }

        Assert.Equal(0, Run("prune", $"--repo={_repository.Path}"));
    }

    private static IDisposable Take(OstreeRepository repository, bool exclusive) => repository.Lock.Acquire(exclusive, CancellationToken.None);

    private static int Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("ostree", arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
