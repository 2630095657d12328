using System.Management.Automation;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Foundation;

/// <summary>What every cmdlet of this module is: a binder around one call of Core, whose work can be stopped at any time.</summary>
/// <remarks>
/// A fault that escapes <see cref="RunAsync"/> ends the cmdlet, unless the cmdlet is fed by a pipeline: then it
/// concerns that one item, and the next item gets its turn; or unless <c>-ErrorAction</c> asks for silence. Anything that is not a fault is a defect and surfaces as it is.
/// </remarks>
public abstract class OstreeCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks up what only the pipeline thread may ask for, such as session state; called before each <see cref="RunAsync"/>.</summary>
    protected virtual void Bind()
    {
    }

    /// <summary>Does the work for one pipeline item, on the pool: nothing of <see cref="PSCmdlet"/> may be touched here.</summary>
    protected abstract Task RunAsync(PipelinePort port, CancellationToken stop);

    /// <summary>Does what can be done only after the last pipeline item, on the pool.</summary>
    protected virtual Task FinishAsync(PipelinePort port, CancellationToken stop) => Task.CompletedTask;

    protected sealed override void BeginProcessing() => base.BeginProcessing();

    protected sealed override void ProcessRecord() => Guard(
        () =>
        {
            Bind();
            Pump.Run(this, RunAsync, _stopping.Token);
        },
        perItem: MyInvocation.ExpectingInput);

    protected sealed override void EndProcessing() => Guard(() => Pump.Run(this, FinishAsync, _stopping.Token), perItem: false);

    protected sealed override void StopProcessing() => _stopping.Cancel();

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stopping.Dispose();
    }

    // An error that ends the cmdlet is shown whatever -ErrorAction says, and ends the statement too. Who asks for silence asks to go on.
    private bool GoesOnSilently()
        => MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action) && action is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    private void Guard(Action work, bool perItem)
    {
        try
        {
            work();
        }
        catch (OstreeException fault) when (perItem || GoesOnSilently())
        {
            WriteError(FaultRecord.From(fault));
        }
        catch (OstreeException fault)
        {
            ThrowTerminatingError(FaultRecord.From(fault));
        }
    }
}
