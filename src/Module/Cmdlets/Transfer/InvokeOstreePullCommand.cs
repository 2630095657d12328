using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Transfer;

/// <summary>Brings commits from another repository into this one.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OstreePull", SupportsShouldProcess = true)]
[OutputType(typeof(PullResult))]
public sealed class InvokeOstreePullCommand : RepositoryCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [RepositoryArgument]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string Source { get; set; } = string.Empty;

    [Parameter(Position = 1, ValueFromPipeline = true)]
    [PullRefArgument]
    [ArgumentCompleter(typeof(SourceRefCompleter))]
    [ValidateNotNullOrEmpty]
    public PullRef[] Ref { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Remote { get; set; }

    [Parameter]
    [ValidateRange(-1, int.MaxValue)]
    public int Depth { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Subpath { get; set; } = [];

    [Parameter]
    public SwitchParameter CommitMetadataOnly { get; set; }

    [Parameter]
    public SwitchParameter Mirror { get; set; }

    [Parameter]
    public SwitchParameter Untrusted { get; set; }

    [Parameter]
    public SwitchParameter BareUserOnlyFiles { get; set; }

    [Parameter]
    public SwitchParameter DisableVerifyBindings { get; set; }

    [Parameter]
    public SwitchParameter TimestampCheck { get; set; }

    [Parameter]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimestampCheckFromRevision { get; set; }

    [Parameter]
    public SwitchParameter DisableFsync { get; set; }

    [Parameter]
    public SwitchParameter PerObjectFsync { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        PullOptions options = Options(repository);
        using OstreeRepository source = OstreeRepository.Open(Source);
        IEnumerable<string> named = LocalPull.Resolve(source, options).Select(pair => $"{pair.Ref}").Concat(options.Commits.Select(commit => $"{commit}"));
        if (await port.ShouldProcessAsync(repository.Path, $"Pull {string.Join(", ", named)} from '{source.Path}'"))
            await port.WriteAsync(await LocalPull.RunAsync(repository, source, options, port.Observer, stop));
    }

    private PullOptions Options(OstreeRepository repository) => new()
    {
        Refs = [.. Ref.Where(wanted => wanted.Name.Length > 0)],
        Commits = [.. Ref.Where(wanted => wanted.Name.Length == 0).Select(wanted => wanted.Commit!.Value)],
        RemoteName = Remote,
        Depth = Depth,
        Subpaths = Subpath,
        CommitMetadataOnly = CommitMetadataOnly,
        Mirror = Mirror,
        Untrusted = Untrusted,
        BareUserOnlyFiles = BareUserOnlyFiles,
        DisableVerifyBindings = DisableVerifyBindings,
        TimestampCheck = TimestampCheck,
        TimestampCheckFrom = TimestampCheckFromRevision is null ? null : RevisionResolver.Resolve(repository, TimestampCheckFromRevision),
        Fsync = !DisableFsync,
        PerObjectFsync = PerObjectFsync,
    };
}
