using System.Collections;
using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Completion;

/// <summary>Completes a path inside the commit that <c>-Revision</c> names, one part at a time; symbolic links to directories are followed.</summary>
public sealed class PathInCommitCompleter : RepositoryContentCompleter
{
    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
        => RevisionOf(bound) is { } revision ? Complete(repository, revision, word) : [];

    /// <summary>The paths of a commit that begin with what is typed.</summary>
    internal static IEnumerable<CompletionResult> Complete(OstreeRepository repository, string revision, string word)
    {
        CommitTree tree = CommitTree.Open(repository, RevisionResolver.Resolve(repository, revision));
        int slash = word.LastIndexOf('/');
        string typed = word[..(slash + 1)];
        string begun = word[(slash + 1)..];
        TreeItem directory = tree.FindTarget(typed);
        if (!directory.IsDirectory)
            yield break;
        DirTree listing = repository.Objects.LoadDirTree(directory.Checksum);
        foreach (string name in listing.Directories.Select(entry => entry.Name).Where(IsBegun))
            yield return Offer.Of(typed + name, $"Directory {directory.Path.TrimEnd('/')}/{name}", name, CompletionResultType.ProviderContainer);
        foreach (string name in listing.Files.Select(entry => entry.Name).Where(IsBegun))
            yield return Offer.Of(typed + name, $"File {directory.Path.TrimEnd('/')}/{name}", name, CompletionResultType.ProviderItem);

        bool IsBegun(string name) => name.StartsWith(begun, StringComparison.Ordinal);
    }

    private static string? RevisionOf(IDictionary bound)
        => new[] { "Revision", "Commit", "Checksum" }.Select(name => bound[name]).FirstOrDefault(given => given is not null) is { } revision
            ? RevisionArgumentAttribute.ToText(revision)?.ToString()
            : null;
}
