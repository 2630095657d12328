using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Remove-Item.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
public sealed class RemoveItemCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter] public string? Filter { get; set; }

    [Parameter] public string[]? Include { get; set; }

    [Parameter] public string[]? Exclude { get; set; }

    [Parameter] public SwitchParameter Recurse { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var names = new NameFilter(Filter, Include, Exclude);
        bool isLiteral = LiteralPath is not null;
        foreach (string given in LiteralPath ?? Path)
        {
            Attempt(given, () =>
            {
                foreach (string path in ItemPaths(given, isLiteral))
                {
                    string name = SessionState.Path.ParseChildName(isLiteral ? path : WildcardPattern.Unescape(path));
                    if (names.Accepts(name) && ShouldProcess(path, "Remove item")) Attempt(path, () => Remove(path, isLiteral));
                }
            });
        }
    }

    private void Remove(string path, bool isLiteral)
    {
        if (!Recurse && InvokeProvider.Item.IsContainer(isLiteral ? WildcardPattern.Escape(path) : path) && !IsLink(path, isLiteral)
            && InvokeProvider.ChildItem.HasChild(path, force: true, isLiteral))
        {
            throw new IOException($"Directory {path} cannot be removed because it is not empty: give -Recurse.");
        }

        InvokeProvider.Item.Remove([path], Recurse, Force, isLiteral);
    }

    private bool IsLink(string path, bool isLiteral)
        => InvokeProvider.Item.Get([path], force: true, isLiteral).Any(item => item.BaseObject is FileSystemInfo { LinkTarget: not null });
}
