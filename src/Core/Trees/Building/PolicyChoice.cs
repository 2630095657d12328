using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Labels;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Building;

/// <summary>Finds the SELinux policy that a commit is labelled by.</summary>
internal static class PolicyChoice
{
    /// <summary>The policy that the options name, or that of what the commit is built on; null for none.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>, <see cref="OstreeFault.InvalidPolicy"/>, or what is wrong with the source.</exception>
    internal static SelinuxPolicy? Of(OstreeRepository repository, CommitOptions options, IReadOnlyList<TreeSource> sources)
    {
        if (options.SelinuxLabelingEpoch is not (0 or 1))
            throw Invalid($"There is no SELinux labeling epoch {options.SelinuxLabelingEpoch}.", "It is 0 or 1.");
        if (!options.SelinuxPolicyFromBase)
            return options.SelinuxPolicy;
        if (options.SelinuxPolicy is not null)
            throw Invalid("The SELinux policy was named, and was to come from the base as well.", "Leave out -SelinuxPolicy or -SelinuxPolicyFromBase.");
        if (options.Base is { } commit)
            return OfCommit(repository, commit);
        TreeSource first = sources[0];
        return first.Kind switch
        {
            TreeSourceKind.Directory => SelinuxPolicy.FromRoot(first.Path!),
            TreeSourceKind.Commit => OfCommit(repository, RevisionResolver.Resolve(repository, first.Revision!)),
            _ => throw Invalid("A SELinux policy cannot be taken from an archive.", "Put a directory or a commit first, name a -Base, or name the policy with -SelinuxPolicy."),
        };
    }

    private static SelinuxPolicy OfCommit(OstreeRepository repository, Checksum commit) => SelinuxPolicy.FromCommit(CommitTree.Open(repository, commit));

    private static OstreeException Invalid(string what, string remedy) => new(OstreeFault.InvalidOption, what, "SelinuxPolicy", remedy);
}
