using System.Diagnostics;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Process by id or name.</summary>
[Cmdlet(VerbsCommon.Get, "Process", DefaultParameterSetName = "Name"), OutputType(typeof(Process))]
public sealed class GetProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name"), Alias("ProcessName")] public string[] Name { get; set; } = ["*"];

    [Parameter(Mandatory = true, ParameterSetName = "Id"), Alias("PID")] public int[] Id { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (ParameterSetName is "Name")
        {
            var names = new NameFilter(null, Name, null);
            WriteObject(Process.GetProcesses().Where(process => names.Accepts(process.ProcessName)).OrderBy(process => process.ProcessName, StringComparer.Ordinal), enumerateCollection: true);
            return;
        }

        foreach (int id in Id)
        {
            try
            {
                WriteObject(Process.GetProcessById(id));
            }
            catch (ArgumentException)
            {
                var failure = new PSInvalidOperationException($"Cannot find a process with the process identifier {id}.");
                WriteError(new ErrorRecord(failure, "NoProcessFoundForGivenId", ErrorCategory.ObjectNotFound, id));
            }
        }
    }
}

/// <summary>Stop-Process by id or object.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Process", DefaultParameterSetName = "Id", SupportsShouldProcess = true)]
public sealed class StopProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)] public int[] Id { get; set; } = [];

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)] public Process[] InputObject { get; set; } = [];

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (Process process in InputObject.Concat(Id.Select(Process.GetProcessById)))
            if (ShouldProcess($"{process.ProcessName} ({process.Id})")) process.Kill();
    }
}

/// <summary>Start-Process for programs; output goes where this process's goes, or to files.</summary>
[Cmdlet(VerbsLifecycle.Start, "Process", SupportsShouldProcess = true), OutputType(typeof(Process))]
public sealed class StartProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true), Alias("PSPath", "Path")] public string FilePath { get; set; } = "";

    [Parameter(Position = 1), Alias("Args")] public string[] ArgumentList { get; set; } = [];

    [Parameter] public string? WorkingDirectory { get; set; }

    [Parameter, Alias("RSO")] public string? RedirectStandardOutput { get; set; }

    [Parameter, Alias("RSE")] public string? RedirectStandardError { get; set; }

    [Parameter] public SwitchParameter NoNewWindow { get; set; }

    [Parameter] public SwitchParameter Wait { get; set; }

    [Parameter] public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (!ShouldProcess(FilePath)) return;
        var start = new ProcessStartInfo(FilePath, string.Join(' ', ArgumentList))
        {
            WorkingDirectory = GetUnresolvedProviderPathFromPSPath(WorkingDirectory ?? "."),
            RedirectStandardOutput = RedirectStandardOutput is not null,
            RedirectStandardError = RedirectStandardError is not null,
        };
        Process process = Process.Start(start)!;
        Task copied = Task.WhenAll(
            CopyAsync(RedirectStandardOutput, () => process.StandardOutput.BaseStream),
            CopyAsync(RedirectStandardError, () => process.StandardError.BaseStream));
        if (Wait)
        {
            process.WaitForExit();
            copied.GetAwaiter().GetResult();
        }

        if (PassThru) WriteObject(process);
    }

    private async Task CopyAsync(string? path, Func<Stream> source)
    {
        if (path is null) return;
        await using FileStream file = File.Create(GetUnresolvedProviderPathFromPSPath(path));
        await source().CopyToAsync(file);
    }
}
