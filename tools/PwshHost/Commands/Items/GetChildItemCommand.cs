using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-ChildItem.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = ByPath)]
public sealed class GetChildItemCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = ["."];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter(Position = 1)] public string? Filter { get; set; }

    [Parameter] public string[]? Include { get; set; }

    [Parameter] public string[]? Exclude { get; set; }

    [Parameter, Alias("s", "r")] public SwitchParameter Recurse { get; set; }

    [Parameter] public uint Depth { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    [Parameter] public SwitchParameter Name { get; set; }

    [Parameter, Alias("af")] public SwitchParameter File { get; set; }

    [Parameter, Alias("ad")] public SwitchParameter Directory { get; set; }

    protected override void ProcessRecord()
    {
        var names = new NameFilter(Filter, Include, Exclude);
        bool bounded = MyInvocation.BoundParameters.ContainsKey(nameof(Depth));
        foreach (string path in LiteralPath ?? Path)
        {
            Attempt(path, () =>
            {
                Collection<PSObject> items = InvokeProvider.ChildItem.Get(
                    [path], Recurse || bounded, bounded ? Depth : uint.MaxValue, Force, LiteralPath is not null);
                foreach (PSObject item in items)
                    if (names.Accepts(NameOf(item)) && IsWanted(item)) WriteObject(Name ? RelativeName(item, path) : item);
            });
        }
    }

    private bool IsWanted(PSObject item)
    {
        bool isContainer = item.Properties["PSIsContainer"]?.Value is true;
        return Directory == File || (Directory ? isContainer : !isContainer);
    }

    private static string NameOf(PSObject item) => item.Properties["PSChildName"]?.Value as string ?? item.ToString();

    private string RelativeName(PSObject item, string root)
        => item.BaseObject is FileSystemInfo file
            ? System.IO.Path.GetRelativePath(GetUnresolvedProviderPathFromPSPath(root), file.FullName)
            : NameOf(item);
}
