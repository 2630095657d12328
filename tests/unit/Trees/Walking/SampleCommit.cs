using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.UnitTests.Trees.Walking;

/// <summary>A directory, and a bare-user-only repository that holds its commit; both are gone afterwards.</summary>
internal sealed class SampleCommit : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-walk-").FullName;

    internal SampleCommit(Action<string> fill)
    {
        string source = Path.Combine(_folder, "tree");
        Directory.CreateDirectory(source);
        fill(source);
        Repository = OstreeRepository.Create(Path.Combine(_folder, "repo"), RepositoryMode.BareUserOnly);
        var options = new CommitOptions { Branch = "sample", Timestamp = DateTimeOffset.UnixEpoch, Fsync = false };
        CommitResult result = CommitOperation.RunAsync(Repository, source, options, IOperationObserver.None, default).GetAwaiter().GetResult();
        Tree = CommitTree.Open(Repository, result.Checksum);
    }

    internal OstreeRepository Repository { get; }

    internal CommitTree Tree { get; }

    internal IEnumerable<TreeItem> Walk(int depth = int.MaxValue) => Tree.Enumerate(Tree.GetRoot(), depth, TestContext.Current.CancellationToken);

    internal string ObjectPath(TreeItem item, string suffix)
    {
        string hex = item.Checksum.ToString();
        return Path.Combine(Repository.Path, "objects", hex[..2], hex[2..] + suffix);
    }

    public void Dispose()
    {
        Repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
