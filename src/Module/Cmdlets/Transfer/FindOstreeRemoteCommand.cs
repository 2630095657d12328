using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull;
using OstreePS.Core.Pull.Finding;
using OstreePS.Core.Repository;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Transfer;

/// <summary>Finds places from which refs of collections can be pulled.</summary>
[Cmdlet(VerbsCommon.Find, "OstreeRemote")]
[OutputType(typeof(FoundRemote))]
public sealed class FindOstreeRemoteCommand : NetworkCmdlet
{
    private readonly List<PullRef> _refs = [];
    private OstreeRepository? _repository;

    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(CollectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [PullRefArgument]
    [ArgumentCompleter(typeof(CollectionRefCompleter))]
    [ValidateNotNullOrEmpty]
    public PullRef[] Ref { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public FinderKind[] Finder { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Url { get; set; } = [];

    [Parameter]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] MountPath { get; set; } = [];

    protected override Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        _repository = repository;
        _refs.AddRange(Ref.Select(wanted => wanted with { CollectionId = CollectionId ?? wanted.CollectionId ?? repository.CollectionId }));
        return Task.CompletedTask;
    }

    protected override async Task FinishAsync(PipelinePort port, CancellationToken stop)
    {
        if (_repository is null)
            return;
        var options = new RemoteSearchOptions { Refs = _refs, Finders = Finder, Urls = Url, MountPoints = MountPath, Access = Access, CacheDirectory = CacheDirectory };
        RemoteSearchResult result = await RemoteSearch.RunAsync(_repository, options, port.Observer, stop);
        await port.WriteAllAsync(result.Remotes);
        foreach (OstreeException missing in result.Missing)
            await port.WriteErrorAsync(missing);
    }
}
