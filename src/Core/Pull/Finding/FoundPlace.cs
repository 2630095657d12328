using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull.Finding;

/// <summary>A place that may have some refs.</summary>
/// <param name="Remote">The remote to ask: one that is configured, or one that stands for the place.</param>
/// <param name="Keyring">The configured remote whose keys the refs are verified with, and under whose name they are written.</param>
/// <param name="Wanted">The refs to look for there; all are of the collection of <paramref name="Keyring"/>.</param>
internal sealed record FoundPlace(Remote Remote, Remote Keyring, IReadOnlyList<PullRef> Wanted)
{
    /// <summary>The place, as it is configured or was found.</summary>
    internal string Url => Remote.Url ?? Remote.Metalink ?? Remote.Name;
}
