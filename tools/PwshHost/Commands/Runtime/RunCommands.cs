using System.Diagnostics;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Invoke-Expression.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Expression")]
public sealed class InvokeExpressionCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)] public string Command { get; set; } = "";

    protected override void ProcessRecord()
        => WriteObject(InvokeCommand.InvokeScript(useLocalScope: false, InvokeCommand.NewScriptBlock(Command), input: null), enumerateCollection: true);
}

/// <summary>Measure-Command.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Command"), OutputType(typeof(TimeSpan))]
public sealed class MeasureCommandCommand : PSCmdlet
{
    private readonly Stopwatch _watch = new();

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, Mandatory = true)] public ScriptBlock Expression { get; set; } = ScriptBlock.Create("");

    protected override void ProcessRecord()
    {
        _watch.Start();
        InvokeCommand.InvokeScript(useLocalScope: false, Expression, InputObject is null ? null : new[] { InputObject });
        _watch.Stop();
    }

    protected override void EndProcessing() => WriteObject(_watch.Elapsed);
}

/// <summary>Start-Sleep.</summary>
[Cmdlet(VerbsLifecycle.Start, "Sleep", DefaultParameterSetName = "Seconds")]
public sealed class StartSleepCommand : PSCmdlet, IDisposable
{
    private readonly ManualResetEventSlim _stop = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Seconds")] public double Seconds { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Milliseconds"), Alias("ms")] public int Milliseconds { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "FromTimeSpan")] public TimeSpan Duration { get; set; }

    protected override void ProcessRecord() => _stop.Wait(ParameterSetName switch
    {
        "Milliseconds" => TimeSpan.FromMilliseconds(Milliseconds),
        "FromTimeSpan" => Duration,
        _ => TimeSpan.FromSeconds(Seconds),
    });

    protected override void StopProcessing() => _stop.Set();

    public void Dispose() => _stop.Dispose();
}
