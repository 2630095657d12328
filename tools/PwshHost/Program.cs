using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using OstreePS.PwshHost.Hosting;

namespace OstreePS.PwshHost;

/// <summary>Runs a script file or a command text as <c>pwsh -NonInteractive -NoProfile</c> would.</summary>
internal static class Program
{
    private const string Usage = "usage: PwshHost FILE.ps1 [arguments] | PwshHost -Command TEXT";

    private const string TelemetrySwitch = "POWERSHELL_TELEMETRY_OPTOUT";

    private static int Main(string[] arguments)
    {
        Invocation? invocation = Invocation.Parse(arguments);
        if (invocation is null)
        {
            Console.Error.WriteLine(Usage);
            return 64;
        }

        // The engine tells its makers over the network how it is used; a build tells nobody anything.
        Environment.SetEnvironmentVariable(TelemetrySwitch, "1");
        var host = new ScriptHost();
        using Runspace runspace = RunspaceFactory.CreateRunspace(host, EngineState.Create());
        runspace.Open();
        Runspace.DefaultRunspace = runspace;

        using var shell = PowerShell.Create(runspace);
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            host.SetShouldExit(130);
            shell.BeginStop(null, null);
        };

        invocation.AddTo(shell);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        RethrowExit(runspace);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException failure) when (host.ExitCode is null)
        {
            Report(runspace, failure);
            return 1;
        }
        catch (PipelineStoppedException)
        {
            return host.ExitCode ?? 130;
        }

        return host.ExitCode ?? 0;
    }

    // Without this the engine takes `exit` in a script file for a return; the switch that the console host sets is internal.
    private static void RethrowExit(Runspace runspace)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        object context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)!.SetValue(context, true);
    }

    private static void Report(Runspace runspace, RuntimeException failure)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Out-Default");
        var record = PSObject.AsPSObject(new ErrorRecord(failure.ErrorRecord, null));
        record.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.Invoke(new Collection<PSObject> { record });
    }
}
