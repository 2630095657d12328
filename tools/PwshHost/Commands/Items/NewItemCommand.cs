using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Item: files, directories, links, and items of other providers.</summary>
[Cmdlet(VerbsCommon.New, "Item", DefaultParameterSetName = "pathSet", SupportsShouldProcess = true)]
public sealed class NewItemCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = "pathSet", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = "nameSet", ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [""];

    [Parameter(ParameterSetName = "nameSet", Mandatory = true, ValueFromPipelineByPropertyName = true), AllowNull, AllowEmptyString]
    public string? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Type")] public string? ItemType { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), Alias("Target")] public object? Value { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            if (ShouldProcess(Name is null ? path : $"{path}/{Name}", "Create item"))
                Attempt(path, () => WriteObject(InvokeProvider.Item.New([path], Name, ItemType, Value, Force), enumerateCollection: true));
        }
    }
}
