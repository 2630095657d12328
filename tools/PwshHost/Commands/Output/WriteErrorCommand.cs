using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Write-Error wraps a bare message in.</summary>
public sealed class WriteErrorException(string message) : SystemException(message);

/// <summary>Write-Error.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "NoException")]
public sealed class WriteErrorCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "NoException", Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "WithException"), AllowNull, AllowEmptyString, Alias("Msg")]
    public string? Message { get; set; }

    [Parameter(Position = 0, ParameterSetName = "WithException", Mandatory = true)] public Exception? Exception { get; set; }

    [Parameter(Position = 0, ParameterSetName = "ErrorRecord", Mandatory = true)] public ErrorRecord? ErrorRecord { get; set; }

    [Parameter(ParameterSetName = "NoException"), Parameter(ParameterSetName = "WithException")] public ErrorCategory Category { get; set; }

    [Parameter(ParameterSetName = "NoException"), Parameter(ParameterSetName = "WithException")] public string ErrorId { get; set; } = "";

    [Parameter(ParameterSetName = "NoException"), Parameter(ParameterSetName = "WithException")] public object? TargetObject { get; set; }

    [Parameter] public string RecommendedAction { get; set; } = "";

    [Parameter, Alias("Activity")] public string CategoryActivity { get; set; } = "";

    [Parameter, Alias("Reason")] public string CategoryReason { get; set; } = "";

    [Parameter, Alias("TargetName")] public string CategoryTargetName { get; set; } = "";

    protected override void ProcessRecord()
    {
        ErrorRecord record = ErrorRecord is null ? Make() : new ErrorRecord(ErrorRecord, replaceParentContainsErrorRecordException: null);
        if (RecommendedAction.Length > 0)
            record.ErrorDetails = new ErrorDetails(record.ErrorDetails?.Message ?? record.Exception.Message) { RecommendedAction = RecommendedAction };
        if (CategoryActivity.Length > 0) record.CategoryInfo.Activity = CategoryActivity;
        if (CategoryReason.Length > 0) record.CategoryInfo.Reason = CategoryReason;
        if (CategoryTargetName.Length > 0) record.CategoryInfo.TargetName = CategoryTargetName;

        if (GetVariableValue("MyInvocation") is InvocationInfo caller)
        {
            Engine.AttributeTo(record, caller);
            if (CategoryActivity.Length == 0) record.CategoryInfo.Activity = "Write-Error";
        }

        WriteError(record);
    }

    private ErrorRecord Make()
    {
        Exception cause = Exception ?? new WriteErrorException(Message ?? "");
        string id = ErrorId.Length > 0 ? ErrorId : cause.GetType().FullName!;
        var record = new ErrorRecord(cause, id, Category, TargetObject);
        if (Exception is not null && !string.IsNullOrEmpty(Message)) record.ErrorDetails = new ErrorDetails(Message);
        return record;
    }
}
