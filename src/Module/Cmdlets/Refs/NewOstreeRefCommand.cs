using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Refs;

/// <summary>Makes a ref that names a commit, or an alias of another ref.</summary>
[Cmdlet(VerbsCommon.New, "OstreeRef", SupportsShouldProcess = true, DefaultParameterSetName = CommitSet)]
[OutputType(typeof(RefEntry))]
public sealed class NewOstreeRefCommand : RepositoryCmdlet
{
    private const string CommitSet = "Commit";
    private const string AliasSet = "Alias";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RefCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = CommitSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ParameterSetName = AliasSet)]
    [ArgumentCompleter(typeof(RefCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Alias { get; set; }

    [Parameter(ParameterSetName = CommitSet)]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var editor = new RefEditor(repository);
        if (Alias is not null)
        {
            if (await port.ShouldProcessAsync($"{repository.Path} ({Name})", $"Make an alias of {Alias}"))
                await port.WriteAsync(editor.CreateAlias(Name, Alias, Force));
            return;
        }

        RefAddress address = CollectionId is null ? RefAddress.Parse(Name) : new RefAddress(Name, collectionId: CollectionId);
        Checksum commit = RevisionResolver.Resolve(repository, Revision);
        if (await port.ShouldProcessAsync($"{repository.Path} ({address})", $"Make a ref to {commit}"))
            await port.WriteAsync(editor.Create(address, commit, Force, stop));
    }
}
