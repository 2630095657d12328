using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Finding;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.UnitTests.Pull.Finding;

/// <summary>The order of upstream's <c>ostree_repo_finder_result_compare</c>, with its quirks: older summaries and fewer refs go first.</summary>
public sealed class FoundRemoteOrderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Finder_time_number_of_refs_and_name_decide_in_that_order()
    {
        FoundRemote[] ordered =
        [
            Found(new OverrideFinder([]), "z", Noon.AddHours(9), 3),
            Found(new MountFinder([], Core.Diagnostics.IOperationObserver.None), "z", Noon, 3),
            Found(new LanFinder(Core.Diagnostics.IOperationObserver.None), "z", Noon, 3),
            Found(new ConfigFinder(), "z", Noon, 3),
            Found(new ConfigFinder(), "y", Noon.AddHours(1), 1),
            Found(new ConfigFinder(), "a", Noon.AddHours(1), 2),
            Found(new ConfigFinder(), "b", Noon.AddHours(1), 2),
        ];
        FoundRemote[] shuffled = [.. ordered.Reverse()];
        Array.Sort(shuffled, FoundRemoteOrder.Instance);
        Assert.Equal(ordered, shuffled);
    }

    [Fact]
    public void A_time_that_is_not_known_does_not_count()
        => Assert.True(FoundRemoteOrder.Instance.Compare(Found(new ConfigFinder(), "a", modified: null, 2), Found(new ConfigFinder(), "b", Noon, 1)) > 0);

    private static FoundRemote Found(IRemoteFinder finder, string name, DateTimeOffset? modified, int refs)
    {
        var remote = Remote.OfPlace(name, $"http://{name}", "/repo");
        return new FoundRemote(new FoundPlace(remote, remote, []), finder, "/repo", modified, [.. Enumerable.Range(0, refs).Select(i => new FoundRef($"ref{i}", "org.example.Os", default(Checksum), Noon))]);
    }
}
