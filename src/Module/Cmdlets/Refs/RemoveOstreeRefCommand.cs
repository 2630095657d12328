using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Refs;

/// <summary>Removes refs: by name, by pattern, all below a prefix, or those that Get-OstreeRef found.</summary>
[Cmdlet(VerbsCommon.Remove, "OstreeRef", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(void))]
public sealed class RemoveOstreeRefCommand : RepositoryCmdlet
{
    private const string NameSet = "Name";
    private const string PrefixSet = "Prefix";
    private const string ObjectSet = "InputObject";

    private readonly Dictionary<OstreeRepository, List<RefAddress>> _asked = [];

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AnyRefCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = PrefixSet)]
    [ArgumentCompleter(typeof(AnyRefCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Prefix { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public RefEntry[] InputObject { get; set; } = [];

    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PrefixSet)]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        if (!_asked.TryGetValue(repository, out List<RefAddress>? asked))
            _asked.Add(repository, asked = []);
        asked.AddRange(InputObject.Select(RefAddress.Of));
        asked.AddRange(Prefix.SelectMany(prefix => Below(repository, prefix)));
        await port.ForEachAsync(Name, name =>
        {
            asked.AddRange(Named(repository, name));
            return Task.CompletedTask;
        });
    }

    // Only when all are known can aliases go before the refs that they stand for.
    protected override async Task FinishAsync(PipelinePort port, CancellationToken stop)
    {
        foreach ((OstreeRepository repository, List<RefAddress> asked) in _asked)
        {
            var editor = new RefEditor(repository);
            var refused = new List<OstreeException>();
            IReadOnlyList<RefAddress> plan = editor.PlanRemoval(asked, Force, refused.Add);
            foreach (RefAddress address in plan)
            {
                stop.ThrowIfCancellationRequested();
                if (!await port.ShouldProcessAsync($"{repository.Path} ({address})", "Remove ref"))
                    continue;
                try
                {
                    editor.Remove(address);
                }
                catch (OstreeException fault) when (asked.Count > 1)
                {
                    await port.WriteErrorAsync(fault);
                }
            }

            if (asked.Count == 1 && refused.Count == 1)
                throw refused[0];
            foreach (OstreeException fault in refused)
                await port.WriteErrorAsync(fault);
        }
    }

    private IEnumerable<RefAddress> Named(OstreeRepository repository, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
            return [CollectionId is null ? RefAddress.Parse(name) : new RefAddress(name, collectionId: CollectionId)];
        var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
        return Candidates(repository, name).Where(entry => pattern.IsMatch(entry.Refspec)).Select(RefAddress.Of);
    }

    private IEnumerable<RefAddress> Below(OstreeRepository repository, string prefix)
    {
        string start = prefix.EndsWith(':') ? prefix : prefix.TrimEnd('/') + "/";
        return Candidates(repository, prefix)
            .Where(entry => entry.Refspec.StartsWith(start, StringComparison.Ordinal) || string.Equals(entry.Refspec, prefix, StringComparison.Ordinal))
            .Select(RefAddress.Of);
    }

    // A pattern without a remote never reaches remotes' refs, and mirrors are only meant where their collection is named.
    private IEnumerable<RefEntry> Candidates(OstreeRepository repository, string text)
    {
        RefKind kind = CollectionId is not null && !string.Equals(CollectionId, repository.CollectionId, StringComparison.Ordinal) ? RefKind.Mirror
            : text.Contains(':', StringComparison.Ordinal) ? RefKind.Remote : RefKind.Local;
        return repository.Refs.List().Where(entry => entry.Kind == kind && (kind != RefKind.Mirror || string.Equals(entry.CollectionId, CollectionId, StringComparison.Ordinal)));
    }
}
