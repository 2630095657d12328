using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository.Inventory;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Objects;

/// <summary>Shows what is in files that hold a GVariant.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeVariant")]
[OutputType(typeof(VariantFile))]
public sealed class GetOstreeVariantCommand : OstreeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath", "FullName")]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(VariantTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Type { get; set; } = string.Empty;

    protected override Task RunAsync(PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Path, async path => await port.WriteAsync(VariantFile.Read(path, Type)));
}
