using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Which finders a search uses.</summary>
internal static class FinderSet
{
    /// <summary>The finders that were asked for; those that the places given ask for; or else those of <c>core.default-repo-finders</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>, or <see cref="OstreeFault.InvalidOption"/> for an override without places.</exception>
    internal static IReadOnlyList<IRemoteFinder> Of(OstreeRepository repository, RemoteSearchOptions options, IOperationObserver observer)
    {
        var kinds = new SortedSet<FinderKind>(options.Finders);
        if (options.Urls.Count > 0)
            kinds.Add(FinderKind.Override);
        if (options.MountPoints.Count > 0)
            kinds.Add(FinderKind.Mount);
        if (kinds.Count == 0)
            kinds.UnionWith(repository.Config.DefaultFinders.Select(KindOf));
        return [.. kinds.Select(kind => Make(kind, options, observer))];
    }

    private static FinderKind KindOf(string name) => name switch
    {
        "config" => FinderKind.Config,
        "mount" => FinderKind.Mount,
        _ => FinderKind.Lan,
    };

    private static IRemoteFinder Make(FinderKind kind, RemoteSearchOptions options, IOperationObserver observer) => kind switch
    {
        FinderKind.Config => new ConfigFinder(),
        FinderKind.Mount => new MountFinder(options.MountPoints.Count > 0 ? options.MountPoints : null, observer),
        FinderKind.Lan => new LanFinder(observer),
        _ when options.Urls.Count == 0 => throw new OstreeException(OstreeFault.InvalidOption, "The places to look at were not named.", nameof(FinderKind.Override), "Name them with -Url."),
        _ => new OverrideFinder(options.Urls),
    };
}
