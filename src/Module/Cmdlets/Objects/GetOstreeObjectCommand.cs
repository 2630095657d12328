using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Inventory;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Objects;

/// <summary>Lists the objects of a repository, or shows what is in some.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeObject", DefaultParameterSetName = ListSet)]
[OutputType(typeof(ObjectInfo), ParameterSetName = [ListSet])]
[OutputType(typeof(ObjectDetails), ParameterSetName = [ShowSet])]
public sealed class GetOstreeObjectCommand : RepositoryCmdlet
{
    private const string ListSet = "List";
    private const string ShowSet = "Show";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ShowSet, ValueFromPipelineByPropertyName = true)]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Checksum { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [UpstreamSpelling("commit-tombstone=TombstoneCommit")]
    public ObjectType[] Type { get; set; } = [];

    [Parameter(ParameterSetName = ListSet)]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ReachableFrom { get; set; } = [];

    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(-1, int.MaxValue)]
    public int Depth { get; set; }

    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter NoParent { get; set; }

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop) => string.Equals(ParameterSetName, ListSet, StringComparison.Ordinal)
        ? port.WriteAllAsync(List(repository, stop))
        : port.ForEachAsync(Checksum, text => port.WriteAllAsync(NamesOf(repository, text).Select(name => ObjectReader.Read(repository, name))));

    private IEnumerable<ObjectInfo> List(OstreeRepository repository, CancellationToken stop) => ReachableFrom.Length == 0
        ? ObjectInventory.List(repository, Type, !NoParent, stop)
        : ReachableObjects.List(repository, [.. ReachableFrom.Select(revision => RevisionResolver.Resolve(repository, revision))], Depth, Type, !NoParent, stop);

    private IEnumerable<ObjectName> NamesOf(OstreeRepository repository, string text)
    {
        if (text.IndexOf('.', StringComparison.Ordinal) == Core.Objects.Checksum.HexLength)
            return [ObjectName.Parse(text)];
        if (!Core.Objects.Checksum.TryParse(text, out Checksum checksum))
            checksum = RevisionResolver.Resolve(repository, text);
        return Type.Length == 0 ? [ObjectReader.Find(repository, checksum)] : Type.Select(type => new ObjectName(checksum, type));
    }
}
