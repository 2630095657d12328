using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Join-Path.</summary>
[Cmdlet(VerbsCommon.Join, "Path"), OutputType(typeof(string))]
public sealed class JoinPathCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), Alias("PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true), AllowNull, AllowEmptyString]
    public string[] ChildPath { get; set; } = [];

    [Parameter(Position = 2, ValueFromRemainingArguments = true), AllowNull, AllowEmptyString, AllowEmptyCollection]
    public string[] AdditionalChildPath { get; set; } = [];

    [Parameter] public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            Attempt(path, () =>
            {
                string joined = ChildPath.Concat(AdditionalChildPath ?? []).Aggregate(path, SessionState.Path.Combine);
                if (!Resolve) WriteObject(joined);
                else foreach (PathInfo item in SessionState.Path.GetResolvedPSPathFromPSPath(joined)) WriteObject(item.Path);
            });
        }
    }
}
