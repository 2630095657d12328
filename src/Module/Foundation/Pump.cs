using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace OstreePS.Foundation;

/// <summary>Runs a cmdlet's work on the pool and plays what it asks of PowerShell back on the pipeline thread.</summary>
/// <remarks>
/// The pump returns only after the work has ended, however it ended. On Ctrl-C, <c>Select-Object -First</c> or
/// <c>-ErrorAction Stop</c> the work is cancelled and awaited: its transaction is rolled back and its locks are free
/// when the prompt returns.
/// </remarks>
internal static class Pump
{
    private const int CallsInFlight = 64;

    public static void Run(PSCmdlet cmdlet, Func<PipelinePort, CancellationToken, Task> work, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var calls = Channel.CreateBounded<PipelineCall>(new BoundedChannelOptions(CallsInFlight) { SingleReader = true });
        Task running = Task.Run(() => WorkAsync(work, new PipelinePort(calls.Writer, stop.Token), calls.Writer, stop.Token), CancellationToken.None);

        ExceptionDispatchInfo? halted = Play(cmdlet, calls.Reader, stop);
        Exception? failure = Outcome(running);
        halted?.Throw();
        if (failure is OperationCanceledException && stop.IsCancellationRequested)
            throw new PipelineStoppedException();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private static async Task WorkAsync(
        Func<PipelinePort, CancellationToken, Task> work, PipelinePort port, ChannelWriter<PipelineCall> calls, CancellationToken stop)
    {
        try
        {
            await work(port, stop);
            await port.CloseProgressAsync();
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            await port.CloseProgressAsync();
            throw;
        }
        finally
        {
            calls.Complete();
        }
    }

    private static ExceptionDispatchInfo? Play(PSCmdlet cmdlet, ChannelReader<PipelineCall> calls, CancellationTokenSource stop)
    {
        ExceptionDispatchInfo? halted = null;
        while (Wait(calls))
        {
            while (calls.TryRead(out PipelineCall? call))
            {
                if (halted is not null)
                {
                    call.Abandon();
                    continue;
                }

                try
                {
                    call.Play(cmdlet);
                }
                catch (Exception e)
                {
                    // The engine ends a pipeline by throwing out of Write*: the work must end before that goes on.
                    halted = ExceptionDispatchInfo.Capture(e);
                    stop.Cancel();
                }
            }
        }

        return halted;
    }

    private static bool Wait(ChannelReader<PipelineCall> calls)
    {
        ValueTask<bool> more = calls.WaitToReadAsync(CancellationToken.None);
        return more.IsCompletedSuccessfully ? more.Result : more.AsTask().GetAwaiter().GetResult();
    }

    private static Exception? Outcome(Task running)
    {
        try
        {
            running.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
