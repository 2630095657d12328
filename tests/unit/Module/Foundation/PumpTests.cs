using System.Management.Automation;
using OstreePS.Core.Diagnostics;

namespace OstreePS.UnitTests.Module.Foundation;

public sealed class PumpTests
{
    private static readonly OstreeException s_fault = new(OstreeFault.RefNotFound, "No ref 'x'.", "x", "Look at the refs.");

    [Fact]
    public void Output_keeps_its_order_whichever_way_it_is_written()
    {
        using var probe = new ProbeShell(async (_, port, _) =>
        {
            await port.WriteAsync(0);
            await port.WriteAllAsync(Enumerable.Range(1, 2000));
            await port.WriteAllAsync(Later(2001, 2000));
            await port.WriteAsync(4001);
        });
        Assert.Equal(Enumerable.Range(0, 4002).Cast<object?>(), probe.Run("Invoke-Probe -Probe $probe"));
    }

    [Fact]
    public void A_slow_source_is_seen_as_it_comes()
    {
        var second = new TaskCompletionSource();
        using var probe = new ProbeShell(async (_, port, _) => await port.WriteAllAsync(TwoSteps(second.Task)));
        var seen = new PSDataCollection<PSObject>();
        seen.DataAdded += (_, _) => second.TrySetResult();
        IAsyncResult run = probe.Shell.AddScript("Invoke-Probe -Probe $probe").BeginInvoke<PSObject, PSObject>(null, seen);
        Assert.True(run.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "the first item waited for the second");
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void A_stopped_cmdlet_returns_after_its_work_has_rolled_back()
    {
        bool rolledBack = false;
        using var started = new ManualResetEventSlim();
        using var probe = new ProbeShell(async (_, _, stop) =>
        {
            try
            {
                started.Set();
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                await Task.Delay(100, CancellationToken.None);
                rolledBack = true;
            }
        });
        IAsyncResult run = probe.Shell.AddScript("Invoke-Probe -Probe $probe").BeginInvoke();
        Assert.True(started.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        probe.Shell.Stop();
        Assert.True(rolledBack);
        Assert.Throws<PipelineStoppedException>(() => probe.Shell.EndInvoke(run));
    }

    [Fact]
    public void A_pipeline_that_has_enough_lets_the_work_roll_back_first()
    {
        bool rolledBack = false;
        using var probe = new ProbeShell(async (_, port, stop) =>
        {
            try
            {
                await port.WriteAsync("first");
                await port.ShouldProcessAsync("thing", "Change");
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                rolledBack = true;
            }
        });
        probe.Run("try { Invoke-Probe -Probe $probe | & { process { throw 'enough' } } } catch { }");
        Assert.True(rolledBack);
    }

    [Fact]
    public void A_fault_ends_the_cmdlet_with_its_name_as_the_error_id()
    {
        using var probe = new ProbeShell((_, _, _) => throw s_fault);
        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(probe.Run("try { Invoke-Probe -Probe $probe; 'not reached' } catch { $_ }")));
        Assert.StartsWith("RefNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("x", error.TargetObject);
        Assert.Equal("Look at the refs.", error.ErrorDetails.RecommendedAction);
        Assert.Same(s_fault, error.Exception);
    }

    [Fact]
    public void A_fault_about_one_pipeline_item_leaves_the_others_their_turn()
    {
        using var probe = new ProbeShell((item, port, _) => Equals(item, "bad") ? throw s_fault : port.WriteAsync(item).AsTask());
        Assert.Equal(["good", "fine"], probe.Run("'good', 'bad', 'fine' | Invoke-Probe -Probe $probe"));
        Assert.Single(probe.Shell.Streams.Error);
    }

    [Fact]
    public void A_reported_fault_does_not_end_the_work_unless_the_caller_asks_for_it()
    {
        using var probe = new ProbeShell(async (_, port, _) =>
        {
            await port.WriteErrorAsync(s_fault);
            await port.WriteAsync("after");
        });
        Assert.Equal(["after"], probe.Run("Invoke-Probe -Probe $probe"));
        probe.Shell.Commands.Clear();
        Assert.Throws<ActionPreferenceStopException>(() => probe.Run("Invoke-Probe -Probe $probe -ErrorAction Stop"));
    }

    [Fact]
    public void A_defect_surfaces_as_it_is()
    {
        using var probe = new ProbeShell((_, _, _) => throw new InvalidOperationException("a defect"));
        Assert.IsType<InvalidOperationException>(Assert.Single(probe.Run("try { Invoke-Probe -Probe $probe } catch { $_.Exception }")));
    }

    [Fact]
    public void WhatIf_answers_no()
    {
        using var probe = new ProbeShell(async (_, port, _) => await port.WriteAsync(await port.ShouldProcessAsync("thing", "Change")));
        Assert.Equal([false], probe.Run("Invoke-Probe -Probe $probe -WhatIf"));
        probe.Shell.Commands.Clear();
        Assert.Equal([true], probe.Run("Invoke-Probe -Probe $probe"));
    }

    [Fact]
    public void Progress_is_sampled_and_its_last_record_closes_it()
    {
        using var probe = new ProbeShell((_, port, _) =>
        {
            for (int i = 0; i < 100_000; i++)
                port.Observer.Advance(new OperationProgress("Working", i, i, 100_000));
            return Task.CompletedTask;
        });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        probe.Run("Invoke-Probe -Probe $probe");
        PSDataCollection<ProgressRecord> records = probe.Shell.Streams.Progress;
        Assert.InRange(records.Count, 2, (clock.ElapsedMilliseconds / 100) + 2);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Single(records, r => r.RecordType == ProgressRecordType.Completed);
    }

    [Fact]
    public void Notes_and_warnings_reach_their_streams()
    {
        using var probe = new ProbeShell((_, port, _) =>
        {
            for (int i = 0; i < 500; i++)
                port.Observer.Note("note");
            port.Observer.Warn("warning");
            return Task.CompletedTask;
        });
        probe.Run("Invoke-Probe -Probe $probe -Verbose");
        Assert.Equal(500, probe.Shell.Streams.Verbose.Count);
        Assert.Equal("warning", Assert.Single(probe.Shell.Streams.Warning).Message);
    }

    private static async IAsyncEnumerable<int> Later(int start, int count)
    {
        for (int i = start; i < start + count; i++)
        {
            if (i % 300 == 0)
                await Task.Yield();
            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> TwoSteps(Task second)
    {
        yield return 1;
        await second;
        yield return 2;
    }
}
