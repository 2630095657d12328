using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Split-Path.</summary>
[Cmdlet(VerbsCommon.Split, "Path", DefaultParameterSetName = "Parent"), OutputType(typeof(string), typeof(bool))]
public sealed class SplitPathCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), Alias("LiteralPath", "PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "Parent")] public SwitchParameter Parent { get; set; }

    [Parameter(ParameterSetName = "Leaf")] public SwitchParameter Leaf { get; set; }

    [Parameter(ParameterSetName = "LeafBase")] public SwitchParameter LeafBase { get; set; }

    [Parameter(ParameterSetName = "Extension")] public SwitchParameter Extension { get; set; }

    [Parameter(ParameterSetName = "Qualifier")] public SwitchParameter Qualifier { get; set; }

    [Parameter(ParameterSetName = "NoQualifier")] public SwitchParameter NoQualifier { get; set; }

    [Parameter(ParameterSetName = "IsAbsolute")] public SwitchParameter IsAbsolute { get; set; }

    [Parameter] public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string given in Path)
        {
            Attempt(given, () =>
            {
                IEnumerable<string> paths = Resolve ? SessionState.Path.GetResolvedPSPathFromPSPath(given).Select(item => item.Path) : [given];
                foreach (string path in paths) WriteObject(Part(path));
            });
        }
    }

    private object Part(string path)
    {
        int colon = path.IndexOf(':', StringComparison.Ordinal);
        return ParameterSetName switch
        {
            "Leaf" => SessionState.Path.ParseChildName(path),
            "LeafBase" => System.IO.Path.GetFileNameWithoutExtension(SessionState.Path.ParseChildName(path)),
            "Extension" => System.IO.Path.GetExtension(SessionState.Path.ParseChildName(path)),
            "IsAbsolute" => SessionState.Path.IsPSAbsolute(path, out _),
            "Qualifier" => colon > 0
                ? path[..(colon + 1)]
                : throw new FormatException($"Cannot parse path because path '{path}' does not have a qualifier specified."),
            "NoQualifier" => path[(colon + 1)..],
            _ => SessionState.Path.ParseParent(path, root: ""),
        };
    }
}
