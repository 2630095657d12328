using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Signing;
using OstreePS.Core.Trees.Building;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Commits;

/// <summary>Commits a directory, or several sources laid over one another.</summary>
[Cmdlet(VerbsCommon.New, "OstreeCommit", SupportsShouldProcess = true, DefaultParameterSetName = BranchSet)]
[OutputType(typeof(CommitResult))]
public sealed class NewOstreeCommitCommand : SigningCmdlet
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
    [TreeSourceArgument]
    [ArgumentCompleter(typeof(TreeSourceCompleter))]
    [ValidateNotNullOrEmpty]
    public TreeSource[]? Tree { get; set; }

    [Parameter]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Base { get; set; }

    [Parameter]
    [AllowEmptyString]
    public string Subject { get; set; } = string.Empty;

    [Parameter]
    [AllowEmptyString]
    public string Body { get; set; } = string.Empty;

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? BodyFile { get; set; }

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
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] KeepMetadata { get; set; } = [];

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
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SelinuxPolicy { get; set; }

    [Parameter]
    public SwitchParameter SelinuxPolicyFromBase { get; set; }

    [Parameter]
    [ValidateRange(0, 1)]
    public int SelinuxLabelingEpoch { get; set; }

    [Parameter]
    public SwitchParameter ErrorOnUnlabeled { get; set; }

    [Parameter]
    public SwitchParameter ModeReadOnlyExecutables { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Filter { get; set; }

    [Parameter]
    public SwitchParameter Consume { get; set; }

    [Parameter]
    public SwitchParameter LinkCheckoutSpeedup { get; set; }

    [Parameter]
    public SwitchParameter DevinoCanonical { get; set; }

    [Parameter]
    public SwitchParameter TarAutocreateParents { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TarPathnameFilter { get; set; }

    [Parameter]
    public SwitchParameter TarOstreeConvention { get; set; }

    [Parameter]
    public SwitchParameter TarIgnoreUnsupported { get; set; }

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
    [ValidateSet(SignatureEngine.Ed25519, SignatureEngine.Spki, SignatureEngine.Dummy)]
    public string SignType { get; set; } = SignatureEngine.Ed25519;

    [Parameter]
    public SwitchParameter DisableFsync { get; set; }

    protected override void Bind()
    {
        base.Bind();
        if (Tree is null)
            Path ??= SessionState.Path.CurrentFileSystemLocation.ProviderPath;
    }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        IReadOnlyList<TreeSource> sources = ReadSources();
        using OpenSigners signers = KeysFor(SignType).Open();
        CommitOptions options = ReadOptions(repository, port) with { Sign = signers.All.Count == 0 ? null : (bytes, detached) => Signers.Sign(bytes, detached, signers.All) };
        string target = Branch is null ? repository.Path : $"{repository.Path} ({Branch})";
        if (await port.ShouldProcessAsync(target, $"Commit {(Tree is null ? Path : string.Join(", ", sources))}"))
            await port.WriteAsync(await CommitOperation.RunAsync(repository, sources, options, port.Observer, stop));
    }

    private IReadOnlyList<TreeSource> ReadSources()
    {
        if (Tree is null)
            return [TreeSource.FromDirectory(Path!)];
        return Path is null
            ? Tree
            : throw new OstreeException(OstreeFault.InvalidOption, "Both -Path and -Tree name what is committed.", Path, "Give the directory as one of the sources: -Tree dir=PATH, ….");
    }

    private CommitOptions ReadOptions(OstreeRepository repository, PipelinePort port) => new()
    {
        Branch = Branch,
        Subject = Subject,
        Body = ReadBody(),
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
        SelinuxPolicy = SelinuxPolicy is null ? null : Core.Trees.Labels.SelinuxPolicy.FromRoot(SelinuxPolicy),
        SelinuxPolicyFromBase = SelinuxPolicyFromBase,
        SelinuxLabelingEpoch = SelinuxLabelingEpoch,
        ErrorOnUnlabeled = ErrorOnUnlabeled,
        KeepMetadata = KeepMetadata,
        Base = Base is null ? null : RevisionResolver.Resolve(repository, Base),
        ModeReadOnlyExecutables = ModeReadOnlyExecutables,
        Filter = Filter is null ? null : new ScriptFilter(Filter, port),
        Consume = Consume,
        LinkCheckoutSpeedup = LinkCheckoutSpeedup,
        DevinoCanonical = DevinoCanonical,
        Tar = new TarImportOptions
        {
            AutocreateParents = TarAutocreateParents,
            PathFilter = TarPathnameFilter is null ? null : TarPathFilter.Parse(TarPathnameFilter),
            OstreeConvention = TarOstreeConvention,
            IgnoreUnsupported = TarIgnoreUnsupported,
        },
        SkipIfUnchanged = SkipIfUnchanged,
        StatOverrides = StatOverride is null ? null : Core.Trees.Building.StatOverrides.Load(StatOverride),
        SkipList = SkipList is null ? null : Core.Trees.Building.SkipList.Load(SkipList),
        Bootable = Bootable,
        GenerateSizes = GenerateSizes,
        Fsync = !DisableFsync,
    };

    private string ReadBody()
    {
        if (BodyFile is null)
            return Body;
        return Body.Length == 0
            ? CommitMessage.Load(BodyFile)
            : throw new OstreeException(OstreeFault.InvalidOption, "Both -Body and -BodyFile give the body.", BodyFile, "Give one of them.");
    }
}
