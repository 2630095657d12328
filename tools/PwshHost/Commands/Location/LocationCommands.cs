using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Location.</summary>
[Cmdlet(VerbsCommon.Get, "Location"), OutputType(typeof(PathInfo))]
public sealed class GetLocationCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(SessionState.Path.CurrentLocation);
}

/// <summary>Set-Location.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = ByPath)]
public sealed class SetLocationCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "~";

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter] public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => Attempt(LiteralPath ?? Path, () =>
    {
        PathInfo now = SessionState.Path.SetLocation(LiteralPath is null ? Path : WildcardPattern.Escape(LiteralPath));
        if (PassThru) WriteObject(now);
    });
}

/// <summary>Push-Location.</summary>
[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = ByPath)]
public sealed class PushLocationCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter] public string StackName { get; set; } = "default";

    protected override void ProcessRecord() => Attempt(LiteralPath ?? Path, () =>
    {
        SessionState.Path.PushCurrentLocation(StackName);
        if ((LiteralPath is null ? Path : WildcardPattern.Escape(LiteralPath)) is { } target) SessionState.Path.SetLocation(target);
    });
}

/// <summary>Pop-Location.</summary>
[Cmdlet(VerbsCommon.Pop, "Location")]
public sealed class PopLocationCommand : PathCommand
{
    [Parameter] public string StackName { get; set; } = "default";

    protected override void ProcessRecord() => Attempt(StackName, () => SessionState.Path.PopLocation(StackName));
}
