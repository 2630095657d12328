using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Checking;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;

namespace OstreePS.UnitTests.Maintenance.Checking;

/// <summary>A check can be stopped within an object: one of many gigabytes would hold it for a long time.</summary>
public sealed class ObjectVerifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-verifier-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(RepositoryMode.Archive)]
    [InlineData(RepositoryMode.BareUserOnly)]
    public async Task It_stops_within_an_object(RepositoryMode mode)
    {
        string tree = Directory.CreateDirectory(Path.Combine(_folder, "tree")).FullName;
        await File.WriteAllTextAsync(Path.Combine(tree, "file"), "content", TestContext.Current.CancellationToken);
        using OstreeRepository repository = OstreeRepository.Create(Path.Combine(_folder, "repo"), mode);
        await CommitOperation.RunAsync(repository, [TreeSource.FromDirectory(tree)], new CommitOptions { Branch = "main", CanonicalPermissions = true }, IOperationObserver.None, TestContext.Current.CancellationToken);
        string path = Directory.GetFiles(Path.Combine(repository.Path, "objects"), "*.file*", SearchOption.AllDirectories).Single();
        var name = new ObjectName(Checksum.Parse(Path.GetFileName(Path.GetDirectoryName(path)) + Path.GetFileNameWithoutExtension(path)), ObjectType.File);

        using (var whole = new ObjectVerifier(repository, quick: false, TestContext.Current.CancellationToken))
            Assert.Null(whole.Verify(name));
        using var stopped = new ObjectVerifier(repository, quick: false, new CancellationToken(canceled: true));
        Assert.Throws<OperationCanceledException>(() => stopped.Verify(name));
    }
}
