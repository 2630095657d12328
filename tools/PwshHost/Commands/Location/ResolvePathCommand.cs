using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Resolve-Path.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = ByPath)]
[OutputType(typeof(PathInfo), typeof(string))]
public sealed class ResolvePathCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter] public SwitchParameter Relative { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in LiteralPath ?? Path)
        {
            Attempt(path, () =>
            {
                string pattern = LiteralPath is null ? path : WildcardPattern.Escape(path);
                foreach (PathInfo item in SessionState.Path.GetResolvedPSPathFromPSPath(pattern))
                    WriteObject(Relative ? RelativeTo(item) : item);
            });
        }
    }

    private string RelativeTo(PathInfo item)
    {
        string relative = System.IO.Path.GetRelativePath(SessionState.Path.CurrentFileSystemLocation.ProviderPath, item.ProviderPath);
        return relative.StartsWith('.') ? relative : System.IO.Path.Join(".", relative);
    }
}
