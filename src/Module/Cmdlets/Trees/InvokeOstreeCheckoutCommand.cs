using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Checkout;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Trees;

/// <summary>Checks out a commit into a directory.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OstreeCheckout", SupportsShouldProcess = true)]
[OutputType(typeof(CheckoutResult))]
public sealed class InvokeOstreeCheckoutCommand : RepositoryCmdlet
{
    private string _destination = string.Empty;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = string.Empty;

    // From the pipeline, so that a script block can name it by what comes.
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    [Parameter]
    public SwitchParameter UserMode { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(PathInCommitCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subpath { get; set; }

    [Parameter]
    public SwitchParameter AllowNoent { get; set; }

    [Parameter]
    public SwitchParameter Union { get; set; }

    [Parameter]
    public SwitchParameter UnionAdd { get; set; }

    [Parameter]
    public SwitchParameter UnionIdentical { get; set; }

    [Parameter]
    public SwitchParameter Whiteouts { get; set; }

    [Parameter]
    public SwitchParameter ProcessPassthroughWhiteouts { get; set; }

    [Parameter]
    public SwitchParameter RequireHardlinks { get; set; }

    [Parameter]
    public SwitchParameter ForceCopy { get; set; }

    [Parameter]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SelinuxPolicy { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SelinuxPrefix { get; set; }

    [Parameter]
    public SwitchParameter BareUserOnlyDirs { get; set; }

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? SkipList { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Filter { get; set; }

    [Parameter]
    public SwitchParameter DisableCache { get; set; }

    [Parameter]
    public SwitchParameter Fsync { get; set; }

    [Parameter]
    public SwitchParameter DisableFsync { get; set; }

    protected override void Bind()
    {
        base.Bind();
        _destination = Destination ?? GetUnresolvedProviderPathFromPSPath(Revision);
    }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        CheckoutOptions options = ReadOptions() with { Filter = Filter is null ? null : new ScriptFilter(Filter, port) };
        Checksum commit = RevisionResolver.Resolve(repository, Revision);
        if (await port.ShouldProcessAsync(_destination, $"Check out {Revision}"))
            await port.WriteAsync(await CheckoutOperation.RunAsync(repository, commit, _destination, options, port.Observer, stop));
    }

    private CheckoutOptions ReadOptions() => new()
    {
        UserMode = UserMode,
        Overwrite = ReadOverwrite(),
        Subpath = Subpath,
        AllowMissingSubpath = AllowNoent,
        Whiteouts = Whiteouts,
        PassthroughWhiteouts = ProcessPassthroughWhiteouts,
        RequireHardlinks = RequireHardlinks,
        ForceCopy = ForceCopy,
        SelinuxPolicy = SelinuxPolicy is null ? null : Core.Trees.Labels.SelinuxPolicy.FromRoot(SelinuxPolicy),
        SelinuxPrefix = SelinuxPrefix,
        BareUserOnlyDirectories = BareUserOnlyDirs,
        SkipList = SkipList is null ? null : CheckoutFilter.Load(SkipList),
        DisableCache = DisableCache,
        Fsync = DisableFsync ? false : Fsync ? true : null,
    };

    private CheckoutOverwrite ReadOverwrite() => (Union.IsPresent, UnionAdd.IsPresent, UnionIdentical.IsPresent) switch
    {
        (false, false, false) => CheckoutOverwrite.None,
        (true, false, false) => CheckoutOverwrite.Union,
        (false, true, false) => CheckoutOverwrite.UnionAdd,
        (false, false, true) => CheckoutOverwrite.UnionIdentical,
        _ => throw new OstreeException(
            OstreeFault.InvalidOption,
            "-Union, -UnionAdd and -UnionIdentical exclude each other.",
            nameof(Union),
            "Give one of them."),
    };
}
