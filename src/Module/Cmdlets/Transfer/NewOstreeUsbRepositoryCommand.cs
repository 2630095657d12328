using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Transfer;

/// <summary>Puts refs of collections onto a removable volume.</summary>
[Cmdlet(VerbsCommon.New, "OstreeUsbRepository", SupportsShouldProcess = true)]
[OutputType(typeof(PullResult))]
public sealed class NewOstreeUsbRepositoryCommand : RepositoryCmdlet
{
    private readonly List<PullRef> _refs = [];
    private OstreeRepository? _source;

    [Parameter(Mandatory = true, Position = 0)]
    [Alias("MountPath")]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [PullRefArgument]
    [ArgumentCompleter(typeof(SourceRefCompleter))]
    [ValidateNotNullOrEmpty]
    public PullRef[] Ref { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    [Parameter]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Commit { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string DestinationRepository { get; set; } = UsbRepository.DefaultPlace;

    [Parameter]
    public SwitchParameter DisableFsync { get; set; }

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        _source = repository;
        Checksum? commit = Commit is null ? null : RevisionResolver.Resolve(repository, Commit);
        _refs.AddRange(Ref.Select(wanted => wanted with
        {
            CollectionId = CollectionId ?? wanted.CollectionId ?? repository.CollectionId,
            Commit = commit ?? wanted.Commit,
        }));
        return Task.CompletedTask;
    }

    protected override async Task FinishAsync(PipelinePort port, CancellationToken stop)
    {
        if (_source is null || !await port.ShouldProcessAsync(Path, $"Put {string.Join(", ", _refs)} into {DestinationRepository}"))
            return;
        await port.WriteAsync(await UsbRepository.RunAsync(_source, Path, _refs, DestinationRepository, !DisableFsync, port.Observer, stop));
    }
}
