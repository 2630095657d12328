using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Building;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Commits;

/// <summary>Commits a directory.</summary>
[Cmdlet(VerbsCommon.New, "OstreeCommit", SupportsShouldProcess = true, DefaultParameterSetName = BranchSet)]
[OutputType(typeof(CommitResult))]
public sealed class NewOstreeCommitCommand : RepositoryCmdlet
{
    private const string BranchSet = "Branch";
    private const string OrphanSet = "Orphan";
    private const string NoParent = "none";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = BranchSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RefCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Branch { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = OrphanSet)]
    public SwitchParameter Orphan { get; set; }

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath")]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [AllowEmptyString]
    public string Subject { get; set; } = string.Empty;

    [Parameter]
    [AllowEmptyString]
    public string Body { get; set; } = string.Empty;

    [Parameter]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Parent { get; set; }

    [Parameter]
    [TimestampArgument]
    public DateTimeOffset? Timestamp { get; set; }

    [Parameter]
    [VariantEntriesArgument]
    public VariantEntries? Metadata { get; set; }

    [Parameter]
    [VariantEntriesArgument]
    public VariantEntries? DetachedMetadata { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(RefCompleter))]
    public string[] BindRef { get; set; } = [];

    [Parameter]
    public SwitchParameter NoBindings { get; set; }

    [Parameter]
    public uint? OwnerUid { get; set; }

    [Parameter]
    public uint? OwnerGid { get; set; }

    [Parameter]
    public SwitchParameter CanonicalPermissions { get; set; }

    [Parameter]
    public SwitchParameter NoXattrs { get; set; }

    [Parameter]
    public SwitchParameter SkipIfUnchanged { get; set; }

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? StatOverride { get; set; }

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? SkipList { get; set; }

    [Parameter]
    public SwitchParameter Bootable { get; set; }

    [Parameter]
    public SwitchParameter GenerateSizes { get; set; }

    [Parameter]
    public SwitchParameter DisableFsync { get; set; }

    protected override void Bind()
    {
        base.Bind();
        Path ??= SessionState.Path.CurrentFileSystemLocation.ProviderPath;
    }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        CommitOptions options = ReadOptions(repository);
        string target = Branch is null ? repository.Path : $"{repository.Path} ({Branch})";
        if (await port.ShouldProcessAsync(target, $"Commit {Path}"))
            await port.WriteAsync(await CommitOperation.RunAsync(repository, Path!, options, port.Observer, stop));
    }

    private CommitOptions ReadOptions(OstreeRepository repository) => new()
    {
        Branch = Branch,
        Subject = Subject,
        Body = Body,
        Parent = Parent switch
        {
            null => ParentChoice.TipOfBranch,
            NoParent => ParentChoice.None,
            { } revision => ParentChoice.Of(RevisionResolver.Resolve(repository, revision)),
        },
        Timestamp = Timestamp,
        Metadata = Metadata?.ToVariants() ?? [],
        DetachedMetadata = DetachedMetadata?.ToVariants(),
        BindRefs = BindRef,
        NoBindings = NoBindings,
        OwnerUid = OwnerUid,
        OwnerGid = OwnerGid,
        CanonicalPermissions = CanonicalPermissions,
        NoXattrs = NoXattrs,
        SkipIfUnchanged = SkipIfUnchanged,
        StatOverrides = StatOverride is null ? null : Core.Trees.Building.StatOverrides.Load(StatOverride),
        SkipList = SkipList is null ? null : Core.Trees.Building.SkipList.Load(SkipList),
        Bootable = Bootable,
        GenerateSizes = GenerateSizes,
        Fsync = !DisableFsync,
    };
}
