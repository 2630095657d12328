using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>One repository of the chain from which files may be hard-linked: the one asked for, then its parents.</summary>
internal sealed class LinkSource : IDisposable
{
    private LinkSource(OstreeRepository repository, CheckoutOptions options, CheckoutPolicy policy)
    {
        Store = repository.Store;
        Path = repository.Path;
        KeepsUserFiles = repository.Mode is RepositoryMode.BareUser or RepositoryMode.BareUserOnly;
        IsLinkable = policy.UserMode ? KeepsUserFiles : repository.Mode == RepositoryMode.Bare;
        bool caches = repository.Mode == RepositoryMode.Archive && policy.UserMode && options.AllowsCache
            && repository.IsWritable && repository.Config.EnableUncompressedCache;
        if (caches)
            Cache = new UncompressedCache(repository.Root, RepositoryLayout.UncompressedCache, sync: options.Fsync ?? repository.Config.Fsync);
    }

    internal LooseStore Store { get; }

    internal string Path { get; }

    /// <summary>Whether objects are what a checkout in the present mode has, owner and attributes included.</summary>
    internal bool IsLinkable { get; }

    /// <summary>Whether objects belong to the present user, so that a symbolic link is kept as a regular file.</summary>
    internal bool KeepsUserFiles { get; }

    /// <summary>The cache of an archive repository, where it is to be used; else null.</summary>
    internal UncompressedCache? Cache { get; }

    internal static LinkSource[] ChainOf(OstreeRepository repository, CheckoutOptions options, CheckoutPolicy policy)
    {
        var chain = new List<LinkSource>();
        for (OstreeRepository? current = repository; current is not null; current = current.Parent)
            chain.Add(new LinkSource(current, options, policy));
        return [.. chain];
    }

    /// <summary>Where to link a regular file from; null where that cannot be.</summary>
    internal ObjectDirectory? DirectoryFor(bool isSymlink)
    {
        if (IsLinkable)
            return isSymlink && KeepsUserFiles ? null : Store.Directory;
        return isSymlink ? null : Cache?.TryOpen();
    }

    public void Dispose() => Cache?.Dispose();
}
