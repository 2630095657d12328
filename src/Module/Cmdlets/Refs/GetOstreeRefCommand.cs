using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Refs;

/// <summary>Lists refs.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeRef", DefaultParameterSetName = AllSet)]
[OutputType(typeof(RefEntry))]
public sealed class GetOstreeRefCommand : RepositoryCmdlet
{
    private const string AllSet = "All";
    private const string LocalSet = "Local";
    private const string RemoteSet = "Remote";

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AnyRefCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    [Parameter(Mandatory = true, ParameterSetName = LocalSet)]
    public SwitchParameter Local { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = RemoteSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Remote { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    [Parameter]
    public SwitchParameter Alias { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var damaged = new List<(string[] Names, OstreeException Fault)>();
        RefEntry[] candidates = [.. repository.Refs.List((path, fault) => damaged.Add((NamesOf(path), fault))).Where(IsAskedFor)];
        foreach (string name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
            RefEntry[] found = [.. candidates.Where(entry => pattern.IsMatch(entry.Name) || pattern.IsMatch(entry.Refspec))];
            OstreeException[] faults = [.. damaged.Where(item => item.Names.Any(pattern.IsMatch)).Select(item => item.Fault)];
            foreach (OstreeException fault in faults)
                await port.WriteErrorAsync(fault);
            if (found.Length + faults.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                await port.WriteErrorAsync(Missing(name, repository));
            await port.WriteAllAsync(found);
        }
    }

    // What a ref is called whose file, such as refs/remotes/origin/main, cannot be read.
    private static string[] NamesOf(string path)
    {
        string[] parts = path.Split('/', 4);
        if (parts is not ["refs", _, _, _] || string.Equals(parts[1], "heads", StringComparison.Ordinal))
            return [string.Join('/', parts.Skip(2))];
        return [parts[3], $"{parts[2]}:{parts[3]}"];
    }

    private bool IsAskedFor(RefEntry entry)
    {
        if (Local && entry.Kind != RefKind.Local)
            return false;
        if (Alias && entry.AliasOf is null)
            return false;
        if (Remote.Length > 0 && !Remote.Any(remote => Matches(remote, entry.Remote)))
            return false;
        return CollectionId is null || Matches(CollectionId, entry.CollectionId);
    }

    private static bool Matches(string pattern, string? value)
        => value is not null && WildcardPattern.Get(pattern, WildcardOptions.CultureInvariant).IsMatch(value);

    private static OstreeException Missing(string name, OstreeRepository repository) => new(
        OstreeFault.RefNotFound,
        $"There is no such ref '{name}' in '{repository.Path}'.",
        name,
        "Get-OstreeRef without a name lists the refs; wildcards such as 'os/*' match several.");
}
