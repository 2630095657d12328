using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Core.Trees.Checkout;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Trees;

/// <summary>Gives files that are hard links a copy of their own, so that they can be written to.</summary>
[Cmdlet(VerbsCommon.Split, "OstreeHardLink", SupportsShouldProcess = true)]
[OutputType(typeof(OwnCopy))]
public sealed class SplitOstreeHardLinkCommand : OstreeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath", "FullName")]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter]
    public SwitchParameter NoXattrs { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task RunAsync(PipelinePort port, CancellationToken stop) => port.ForEachAsync(Path, async path =>
    {
        stop.ThrowIfCancellationRequested();
        if (!await port.ShouldProcessAsync(path, "Replace the hard link by a copy"))
            return;
        OwnCopy copy = OwnCopy.Make(path, NoXattrs);
        if (PassThru)
            await port.WriteAsync(copy);
    });
}
