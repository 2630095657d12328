using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Searching;
using OstreePS.Core.Trees.Walking;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Trees;

/// <summary>Finds files in commits without checking them out.</summary>
[Cmdlet(VerbsCommon.Find, "OstreeFile", DefaultParameterSetName = RevisionSet)]
[OutputType(typeof(FoundFile))]
public sealed class FindOstreeFileCommand : RepositoryCmdlet
{
    private const string RevisionSet = "Revision";
    private const string AllSet = "AllRefs";

    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = RevisionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Commit", "Checksum")]
    [RevisionArgument]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Revision { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter AllRefs { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PathInCommitCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter]
    public TreeItemKind[] Kind { get; set; } = [];

    [Parameter]
    public SwitchParameter History { get; set; }

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var search = new FileSearch(repository, Pattern(), port.Observer);
        if (AllRefs)
            return port.WriteAllAsync(search.InRefs(History, stop));
        return port.ForEachAsync(Revision, revision =>
        {
            Checksum commit = RevisionResolver.Resolve(repository, revision);
            return port.WriteAllAsync(History ? search.InHistory(commit, stop) : search.InCommit(commit, stop));
        });
    }

    private FilePattern Pattern()
    {
        string[] paths = [.. Path.Select(path => TreePath.Root + path.TrimStart('/'))];
        return new FilePattern { Name = AnyOf(Name), Path = AnyOf(paths), PathBeginnings = [.. paths.Select(Literal)], Kinds = Kind };
    }

    private static Func<string, bool>? AnyOf(string[] patterns)
    {
        WildcardPattern[] tests = [.. patterns.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.None))];
        return tests.Length == 0 ? null : text => Array.Exists(tests, test => test.IsMatch(text));
    }

    private static string Literal(string pattern)
    {
        int wild = pattern.AsSpan().IndexOfAny("*?[`");
        return wild < 0 ? pattern : pattern[..wild];
    }
}
