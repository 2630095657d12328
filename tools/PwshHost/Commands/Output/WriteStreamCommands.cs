using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Write-Output.</summary>
[Cmdlet(VerbsCommunications.Write, "Output")]
public sealed class WriteOutputCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [AllowNull, AllowEmptyCollection]
    public PSObject? InputObject { get; set; }

    [Parameter] public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) WriteObject(InputObject);
        else WriteObject(InputObject, enumerateCollection: !NoEnumerate);
    }
}

/// <summary>Write-Warning.</summary>
[Cmdlet(VerbsCommunications.Write, "Warning")]
public sealed class WriteWarningCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), Alias("Msg"), AllowEmptyString] public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteWarning(Message);
}

/// <summary>Write-Verbose.</summary>
[Cmdlet(VerbsCommunications.Write, "Verbose")]
public sealed class WriteVerboseCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), Alias("Msg"), AllowEmptyString] public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteVerbose(Message);
}

/// <summary>Write-Debug.</summary>
[Cmdlet(VerbsCommunications.Write, "Debug")]
public sealed class WriteDebugCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), Alias("Msg"), AllowEmptyString] public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteDebug(Message);
}

/// <summary>Write-Information.</summary>
[Cmdlet(VerbsCommunications.Write, "Information")]
public sealed class WriteInformationCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), Alias("Msg", "Message"), AllowNull] public object? MessageData { get; set; }

    [Parameter(Position = 1)] public string[] Tags { get; set; } = [];

    protected override void ProcessRecord() => WriteInformation(MessageData, Tags);
}

/// <summary>Write-Progress.</summary>
[Cmdlet(VerbsCommunications.Write, "Progress")]
public sealed class WriteProgressCommand : PSCmdlet
{
    [Parameter(Position = 0)] public string Activity { get; set; } = "Processing";

    [Parameter(Position = 1)] public string Status { get; set; } = "Processing";

    [Parameter(Position = 2)] public int Id { get; set; }

    [Parameter] public int PercentComplete { get; set; } = -1;

    [Parameter] public int SecondsRemaining { get; set; } = -1;

    [Parameter] public string? CurrentOperation { get; set; }

    [Parameter] public int ParentId { get; set; } = -1;

    [Parameter] public SwitchParameter Completed { get; set; }

    protected override void ProcessRecord() => WriteProgress(new ProgressRecord(Id, Activity, Status)
    {
        PercentComplete = PercentComplete,
        SecondsRemaining = SecondsRemaining,
        CurrentOperation = CurrentOperation,
        ParentActivityId = ParentId,
        RecordType = Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}
