using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;
using OstreePS.Core.Trees.Checkout;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Trees.Checkout;

/// <summary>What OSTree 2026.4 committed, checked out and committed again, has the same tree: content, owners, modes, attributes.</summary>
public sealed class UpstreamCheckoutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-checkout-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bare")]
    [InlineData("bare-user")]
    [InlineData("bare-split-xattrs")]
    [InlineData("archive")]
    public async Task A_checkout_commits_to_the_same_tree(string mode)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using OstreeRepository source = RepoFixture.Open(mode);
        using OstreeRepository target = OstreeRepository.Create(Path.Combine(_folder, "repo"), RepositoryMode.Archive);
        IReadOnlyList<RefEntry> refs = [.. source.Refs.List().Where(entry => source.Objects.Contains(new ObjectName(source.Objects.LoadCommit(entry.Checksum).RootTree, ObjectType.DirTree)))];
        Assert.NotEmpty(refs);
        foreach ((int index, RefEntry entry) in refs.Index())
        {
            string destination = Path.Combine(_folder, $"out-{index}");
            await CheckoutOperation.RunAsync(source, entry.Checksum, destination, new() { ForceCopy = index % 2 == 1 }, IOperationObserver.None, stop);
            var options = new CommitOptions { Fsync = false };
            CommitResult again = await CommitOperation.RunAsync(target, destination, options, IOperationObserver.None, stop);
            Assert.Equal(source.Objects.LoadCommit(entry.Checksum).RootTree, again.RootTree);
            Assert.Equal(source.Objects.LoadCommit(entry.Checksum).RootMeta, again.RootMeta);
        }
    }
}
