using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Repositories;

/// <summary>Makes a repository.</summary>
[Cmdlet(VerbsCommon.New, "OstreeRepository", SupportsShouldProcess = true)]
[OutputType(typeof(RepositoryInfo))]
public sealed class NewOstreeRepositoryCommand : OstreeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 1)]
    [UpstreamSpelling("archive-z2=Archive")]
    public RepositoryMode Mode { get; set; } = RepositoryMode.Bare;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    protected override async Task RunAsync(PipelinePort port, CancellationToken stop)
    {
        if (!await port.ShouldProcessAsync(Path, $"Create {Mode.ToConfigName()} repository"))
            return;
        using OstreeRepository repository = OstreeRepository.Create(Path, Mode, CollectionId);
        if (repository.Mode != Mode)
            await port.WriteWarningAsync($"'{Path}' is a repository already, of mode {repository.Mode.ToConfigName()}; it was left as it is.");
        await port.WriteAsync(RepositoryInfo.Of(repository));
    }
}
