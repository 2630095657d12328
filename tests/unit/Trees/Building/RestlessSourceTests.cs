using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Building;
using OstreePS.UnitTests.Repository;

namespace OstreePS.UnitTests.Trees.Building;

/// <summary>A tree that changes while it is committed: one clear fault, and a repository that is as it was.</summary>
public sealed class RestlessSourceTests : IDisposable
{
    private const int MoreThanOneReport = 9_000_000;
    private readonly string _tree = Directory.CreateTempSubdirectory("ostreeps-tree-").FullName;
    private readonly TemporaryRepository _repository = new();

    public void Dispose()
    {
        _repository.Dispose();
        Directory.Delete(_tree, recursive: true);
    }

    // The walker itself reports each 64th directory; by then it knows of the last one, and has not opened it.
    [Fact]
    public async Task A_directory_that_vanishes()
    {
        for (int i = 0; i < 100; i++)
            Directory.CreateDirectory(Path.Combine(_tree, $"d{i:000}"));
        OstreeException e = await CommitAsync(() => Directory.Delete(Path.Combine(_tree, "d099")));
        Assert.Equal(OstreeFault.PathNotFound, e.Fault);
        Assert.Equal(Path.Combine(_tree, "d099"), e.Subject);
    }

    [Fact]
    public async Task A_directory_that_becomes_a_link()
    {
        for (int i = 0; i < 100; i++)
            Directory.CreateDirectory(Path.Combine(_tree, $"d{i:000}"));
        OstreeException e = await CommitAsync(() =>
        {
            Directory.Delete(Path.Combine(_tree, "d099"));
            File.CreateSymbolicLink(Path.Combine(_tree, "d099"), "/etc");
        });
        Assert.Equal(Path.Combine(_tree, "d099"), e.Subject);
    }

    // Bytes are reported by whoever reads them, in the middle of the file.
    [Fact]
    public async Task A_file_that_grows_while_it_is_read()
    {
        string file = Path.Combine(_tree, "file");
        File.WriteAllBytes(file, new byte[MoreThanOneReport]);
        OstreeException e = await CommitAsync(() => File.AppendAllText(file, "more"));
        Assert.Equal(OstreeFault.FileChanged, e.Fault);
        Assert.Equal(file, e.Subject);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_read()
    {
        string file = Path.Combine(_tree, "file");
        File.WriteAllBytes(file, new byte[MoreThanOneReport]);
        OstreeException e = await CommitAsync(() =>
        {
            using FileStream stream = File.OpenWrite(file);
            stream.SetLength(1);
        });
        Assert.Equal(OstreeFault.FileChanged, e.Fault);
    }

    [Fact]
    public async Task A_file_that_is_written_to_while_it_is_read()
    {
        string file = Path.Combine(_tree, "file");
        File.WriteAllBytes(file, new byte[MoreThanOneReport]);
        OstreeException e = await CommitAsync(() =>
        {
            using FileStream stream = File.OpenWrite(file);
            stream.WriteByte(1);
        });
        Assert.Equal(OstreeFault.FileChanged, e.Fault);
    }

    [Fact]
    public async Task Nothing_is_wrong_with_a_tree_at_rest()
    {
        File.WriteAllBytes(Path.Combine(_tree, "file"), new byte[MoreThanOneReport]);
        bool heard = false;
        await CommitOperation.RunAsync(_repository.Open, _tree, new CommitOptions { Branch = "x" }, new Disturber(() => heard = true), TestContext.Current.CancellationToken);
        Assert.True(heard);
    }

    private async Task<OstreeException> CommitAsync(Action disturb)
    {
        string[] before = _repository.Listing();
        OstreeException e = await Assert.ThrowsAsync<OstreeException>(() => CommitOperation.RunAsync(
            _repository.Open, _tree, new CommitOptions { Branch = "x" }, new Disturber(disturb), TestContext.Current.CancellationToken));
        Assert.NotNull(e.Remedy);
        Assert.Equal(before, _repository.Listing());
        return e;
    }

    private sealed class Disturber(Action disturb) : IOperationObserver
    {
        private Action? _disturb = disturb;

        public void Advance(in OperationProgress step) => Interlocked.Exchange(ref _disturb, value: null)?.Invoke();

        public void Note(string message)
        {
        }

        public void Warn(string message)
        {
        }
    }
}
