using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Trees.Export;
using OstreePS.Core.Trees.Walking;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Trees;

/// <summary>Writes a commit as a tar archive.</summary>
[Cmdlet(VerbsData.Export, "OstreeCommit", SupportsShouldProcess = true, DefaultParameterSetName = FileSet)]
[OutputType(typeof(ExportResult), ParameterSetName = [FileSet])]
[OutputType(typeof(byte[]), ParameterSetName = [BytesSet])]
public sealed class ExportOstreeCommitCommand : CommitTreeCmdlet
{
    private const string FileSet = "File";
    private const string BytesSet = "Bytes";

    // From the pipeline, so that a script block can name it by what comes.
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = FileSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Output", "Destination")]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ParameterSetName = BytesSet)]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(PathInCommitCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subpath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    [Parameter]
    public SwitchParameter NoXattrs { get; set; }

    protected override async Task RunAsync(CommitTree tree, PipelinePort port, CancellationToken stop)
    {
        var options = new ExportOptions { Subpath = Subpath, Prefix = Prefix, NoXattrs = NoXattrs };
        if (AsByteStream)
        {
            // Into the pipeline nothing is lost, so nothing is asked.
            await using var output = new PipelineByteStream(port);
            await ExportOperation.RunAsync(tree, output, options, port.Observer, stop);
        }
        else if (await port.ShouldProcessAsync(OutFile, $"Export commit {tree.Checksum}"))
        {
            await port.WriteAsync(await ExportOperation.RunAsync(tree, OutFile, options, port.Observer, stop));
        }
    }
}
