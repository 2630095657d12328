using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Copy-Item.</summary>
[Cmdlet(VerbsCommon.Copy, "Item", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
public sealed class CopyItemCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)] public string Destination { get; set; } = ".";

    [Parameter] public SwitchParameter Recurse { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    [Parameter] public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in LiteralPath ?? Path)
        {
            if (!ShouldProcess($"{path} to {Destination}", "Copy item")) continue;
            Attempt(path, () =>
            {
                var copied = InvokeProvider.Item.Copy(
                    [path], Destination, Recurse, CopyContainers.CopyTargetContainer, Force, LiteralPath is not null);
                if (PassThru) WriteObject(copied, enumerateCollection: true);
            });
        }
    }
}
