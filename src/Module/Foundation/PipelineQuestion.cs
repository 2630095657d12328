using System.Management.Automation;

namespace OstreePS.Foundation;

/// <summary>A call whose answer the work awaits.</summary>
internal abstract class PipelineQuestion
{
    public abstract void Answer(PSCmdlet cmdlet);

    public abstract void Abandon();
}

/// <summary>A call whose answer is a <typeparamref name="T"/>.</summary>
internal sealed class PipelineQuestion<T>(Func<PSCmdlet, T> ask) : PipelineQuestion
{
    // The work goes on where it was: on the pool, never on the pipeline thread.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answered => _answer.Task;

    public override void Answer(PSCmdlet cmdlet)
    {
        try
        {
            _answer.SetResult(ask(cmdlet));
        }
        catch
        {
            _answer.TrySetCanceled();
            throw;
        }
    }

    public override void Abandon() => _answer.TrySetCanceled();
}
