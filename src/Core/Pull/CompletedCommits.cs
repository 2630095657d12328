using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull;

/// <summary>Which commits are known to be complete in a repository, so that their trees need no walk.</summary>
internal sealed class CompletedCommits(OstreeRepository repository)
{
    internal bool Contains(in Checksum commit)
        => repository.Objects.Contains(new ObjectName(commit, ObjectType.Commit)) && repository.CommitStates.Get(commit) == CommitState.Normal;
}
