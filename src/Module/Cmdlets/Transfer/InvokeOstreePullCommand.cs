using System.Collections;
using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;
using OstreePS.Formats;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Transfer;

/// <summary>Brings commits from another repository into this one.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OstreePull", SupportsShouldProcess = true, DefaultParameterSetName = RemoteSet)]
[OutputType(typeof(PullResult), typeof(PullForecast))]
public sealed partial class InvokeOstreePullCommand : NetworkCmdlet
{
    private const string RemoteSet = "Remote";
    private const string SourceSet = "Source";

    [Parameter(Mandatory = true, ParameterSetName = SourceSet)]
    [RepositoryArgument]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = RemoteSet)]
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = SourceSet)]
    [PullRefArgument]
    [ArgumentCompleter(typeof(SourceRefCompleter))]
    [ValidateNotNullOrEmpty]
    public PullRef[] Ref { get; set; } = [];

    [Parameter(ParameterSetName = SourceSet)]
    [Parameter(Position = 0, ParameterSetName = RemoteSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Remote { get; set; }

    [Parameter]
    [ValidateRange(-1, int.MaxValue)]
    public int Depth { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(SourcePathCompleter))]
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

    [Parameter(ParameterSetName = RemoteSet)]
    [Parameter(ParameterSetName = SourceSet)]
    [ArgumentCompleter(typeof(CollectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [Parameter(ParameterSetName = SourceSet)]
    [ValidateNotNullOrEmpty]
    public IDictionary? RefKeyring { get; set; }

    [Parameter(ParameterSetName = SourceSet)]
    public SwitchParameter GpgVerify { get; set; }

    [Parameter(ParameterSetName = SourceSet)]
    public SwitchParameter GpgVerifySummary { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [Parameter(ParameterSetName = FoundSet)]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LocalCacheRepository { get; set; } = [];

    [Parameter(ParameterSetName = RemoteSet)]
    [Parameter(ParameterSetName = FoundSet)]
    [ValidateRange(0, long.MaxValue)]
    public long BandwidthLimit { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [Parameter(ParameterSetName = FoundSet)]
    [ValidateRange(1, 1024)]
    public int MaxRequests { get; set; }

    [Parameter(ParameterSetName = RemoteSet)]
    [Parameter(ParameterSetName = FoundSet)]
    [ValidateRange(0, long.MaxValue)]
    public long MaxMetadataSize { get; set; } = 128 << 20;

    [Parameter(ParameterSetName = RemoteSet)]
    [ValidateNotNull]
    public Summary? Summary { get; set; }

    [Parameter]
    [Alias("HttpTrusted")]
    public SwitchParameter SkipChecksumCheck { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int UpdateFrequency { get; set; }

    [Parameter]
    public SwitchParameter DryRun { get; set; }

    protected override FetchOptions Access => base.Access with { BandwidthLimit = BandwidthLimit, MaxRequests = MaxRequests > 0 ? MaxRequests : null };

    protected override Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        if (UpdateFrequency > 0)
            port.ProgressInterval = TimeSpan.FromMilliseconds(UpdateFrequency);
        if (InputObject.Length > 0)
            return KeepFoundAsync(repository);
        return Source is null ? PullFromRemoteAsync(repository, port, stop) : PullFromSourceAsync(repository, Source, port, stop);
    }

    private async Task PullFromRemoteAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        // Not a mandatory parameter: two of those that the pipeline may fill would keep PowerShell from choosing by what comes.
        if (Remote is not { } named)
            throw new OstreeException(OstreeFault.InvalidOption, "Nothing says where to pull from.", repository.Path, "Name a remote, or a repository on this machine with -Source; Get-OstreeRemote lists the remotes.");
        PullOptions options = Options(repository);

        // REMOTE:REF, as upstream's command takes it.
        if (Ref.Length == 0 && named.Contains(':', StringComparison.Ordinal) && !named.Contains("://", StringComparison.Ordinal))
        {
            (string? of, string name) = RefName.ParseRefspec(named);
            named = of!;
            options = options with { Refs = [new PullRef(name, CollectionId)] };
        }

        string remote = new RemoteStore(repository).Get(named).Name;
        if (await ForecastAsync(repository, $"the remote '{remote}'", () => RemotePull.ForecastAsync(repository, remote, options, Reach, port.Observer, stop), port))
            return;
        string what = options.Refs.Count + options.Commits.Count > 0 ? Names(options.Refs, options.Commits) : "what is configured";
        if (await port.ShouldProcessAsync(repository.Path, $"Pull {what} from the remote '{remote}'"))
            await port.WriteAsync(await RemotePull.RunAsync(repository, remote, options, Reach, port.Observer, stop));
    }

    private async Task PullFromSourceAsync(OstreeRepository repository, string path, PipelinePort port, CancellationToken stop)
    {
        PullOptions options = Options(repository);
        using OstreeRepository source = OstreeRepository.Open(path);
        if (await ForecastAsync(repository, $"'{source.Path}'", () => LocalPull.ForecastAsync(repository, source, options, Demands, port.Observer, stop), port))
            return;
        string what = Names(LocalPull.Resolve(source, options).Select(pair => pair.Ref), options.Commits);
        if (await port.ShouldProcessAsync(repository.Path, $"Pull {what} from '{source.Path}'"))
            await port.WriteAsync(await LocalPull.RunAsync(repository, source, options, Demands, port.Observer, stop));
    }

    // Whether it was only asked for what would happen; then it is told.
    private async Task<bool> ForecastAsync(OstreeRepository repository, string source, Func<Task<PullForecast>> forecast, PipelinePort port)
    {
        if (DryRun)
        {
            await port.WriteAsync(await forecast());
            return true;
        }

        if (!await port.IsWhatIfAsync())
            return false;
        await port.ShouldProcessAsync(repository.Path, $"Pull from {source} {Display.Forecast(await forecast())}");
        return true;
    }

    private static string Names(IEnumerable<PullRef> refs, IEnumerable<Checksum> commits) => string.Join(", ", refs.Select(wanted => $"{wanted}").Concat(commits.Select(commit => $"{commit}")));

    private RemotePullOptions Reach => new() { Access = Access, Url = Url, CacheDirectory = CacheDirectory, LocalCaches = LocalCacheRepository, MetadataLimit = MaxMetadataSize, Summary = Summary };

    private SignatureDemands? Demands => GpgVerify || GpgVerifySummary ? new SignatureDemands { Gpg = GpgVerify, GpgSummary = GpgVerifySummary } : null;

    private PullOptions Options(OstreeRepository repository) => new()
    {
        Refs = [.. Ref.Where(wanted => wanted.Name.Length > 0).Select(wanted => wanted with { CollectionId = CollectionId ?? wanted.CollectionId })],
        Commits = [.. Ref.Where(wanted => wanted.Name.Length == 0).Select(wanted => wanted.Commit!.Value)],
        RemoteName = Source is null ? null : Remote,
        Depth = Depth,
        Subpaths = Subpath,
        CommitMetadataOnly = CommitMetadataOnly,
        Mirror = Mirror,
        Untrusted = Untrusted,
        SkipChecksumCheck = SkipChecksumCheck,
        BareUserOnlyFiles = BareUserOnlyFiles,
        DisableVerifyBindings = DisableVerifyBindings,
        TimestampCheck = TimestampCheck,
        TimestampCheckFrom = TimestampCheckFromRevision is null ? null : RevisionResolver.Resolve(repository, TimestampCheckFromRevision),
        Fsync = !DisableFsync,
        PerObjectFsync = PerObjectFsync,
        RefKeyrings = RefKeyrings.Read(RefKeyring),
    };
}
