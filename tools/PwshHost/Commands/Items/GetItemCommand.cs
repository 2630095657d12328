using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Item.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = ByPath)]
public sealed class GetItemCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in LiteralPath ?? Path)
            Attempt(path, () => WriteObject(InvokeProvider.Item.Get([path], Force, LiteralPath is not null), enumerateCollection: true));
    }
}
