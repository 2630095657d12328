using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Core.Trees.Building;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Objects;

/// <summary>Computes the checksums that files would have as objects.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeChecksum")]
[OutputType(typeof(DiskChecksum))]
public sealed class GetOstreeChecksumCommand : OstreeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath", "FullName")]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter]
    public SwitchParameter IgnoreXattrs { get; set; }

    protected override Task RunAsync(PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Path, async path => await port.WriteAsync(DiskChecksum.Compute(path, IgnoreXattrs, port.Observer, stop)));
}
