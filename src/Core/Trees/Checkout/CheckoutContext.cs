using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>What all workers of a checkout share.</summary>
internal sealed class CheckoutContext(OstreeRepository repository, CheckoutPolicy policy, LinkSource[] sources, ProgressCounter progress, CancellationToken stop)
{
    internal OstreeRepository Repository { get; } = repository;

    internal CheckoutPolicy Policy { get; } = policy;

    /// <summary>What is left out.</summary>
    internal CheckoutSelection Selection { get; } = new(policy.SkipList, policy.Filter, repository.Objects);

    /// <summary>The repository and its parents.</summary>
    internal LinkSource[] Sources { get; } = sources;

    internal ProgressCounter Progress { get; } = progress;

    internal CancellationToken Stop { get; } = stop;

    /// <summary>Whether there is a repository to link from at all, so that it pays to look before opening a file.</summary>
    internal bool MayLink { get; } = !policy.ForceCopy && Array.Exists(sources, static source => source.IsLinkable);
}
