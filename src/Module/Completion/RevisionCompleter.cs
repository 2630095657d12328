using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Completion;

/// <summary>Completes a revision: refs by name, and commits by the beginning of their checksum.</summary>
public sealed class RevisionCompleter : RepositoryContentCompleter
{
    private const int DigitsToSearch = 4;

    protected override IEnumerable<CompletionResult> Complete(OstreeRepository repository, string word, IDictionary bound)
    {
        foreach (RefEntry entry in repository.Refs.List())
        {
            if (entry.Kind != RefKind.Mirror && entry.Refspec.StartsWith(word, StringComparison.Ordinal))
                yield return Offer.Of(entry.Refspec, Describe(repository, entry.Checksum));
        }

        if (word.Length < DigitsToSearch)
            yield break;
        foreach (Checksum commit in RevisionResolver.FindCommits(repository, word).Order())
            yield return Offer.Of(commit.ToString(), Describe(repository, commit));
    }

    private static string Describe(OstreeRepository repository, Checksum checksum)
    {
        if (repository.Objects.TryLoadCommit(checksum) is not { } commit)
            return checksum.ToString();
        if (!CommitTimestamp.TryRead(commit.Timestamp, out DateTimeOffset time))
            return commit.Subject;
        string date = time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{date}  {commit.Subject}".TrimEnd();
    }
}
