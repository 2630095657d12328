using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Trees.Checkout;
using OstreePS.Core.Trees.Walking;
using OstreePS.UnitTests.Trees.Walking;

namespace OstreePS.UnitTests.Trees.Checkout;

public sealed class CheckoutOperationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-checkout-").FullName;

    private string Destination => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_tree_of_a_thousand_levels_is_checked_out()
    {
        const int Levels = 1000;
        using var sample = new SampleCommit(static root =>
        {
            string deepest = Path.Combine(root, string.Join('/', Enumerable.Repeat("d", Levels)));
            Directory.CreateDirectory(deepest);
            File.WriteAllText(Path.Combine(deepest, "end"), "the end");
        });
        CheckoutResult result = await RunAsync(sample, new());
        Assert.Equal(Levels + 1, result.Directories);
        Assert.Equal(1, result.Linked);
        CheckoutResult again = await RunAsync(sample, new() { Overwrite = CheckoutOverwrite.UnionAdd });
        Assert.Equal(1, again.Kept);
    }

    [Fact]
    public async Task What_a_stopped_checkout_has_made_is_taken_away()
    {
        using SampleCommit sample = ManyFiles();
        using var stop = new CancellationTokenSource();
        var observer = new StoppingObserver(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckoutOperation.RunAsync(sample.Repository, sample.Tree.Checksum, Destination, new(), observer, stop.Token));
        Assert.False(Directory.Exists(Destination));
    }

    [Fact]
    public async Task A_stopped_checkout_leaves_what_was_there_before()
    {
        using SampleCommit sample = ManyFiles();
        Directory.CreateDirectory(Destination);
        File.WriteAllText(Path.Combine(Destination, "mine"), "mine");
        using var stop = new CancellationTokenSource();
        var options = new CheckoutOptions { Overwrite = CheckoutOverwrite.Union };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckoutOperation.RunAsync(sample.Repository, sample.Tree.Checksum, Destination, options, new StoppingObserver(stop), stop.Token));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Destination, "mine")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_file_is_found_when_it_is_copied_and_never_placed(bool existing)
    {
        using SampleCommit sample = ManyFiles();
        TreeItem file = sample.Tree.Find("/0/7");
        File.WriteAllText(sample.ObjectPath(file, ".file"), "FILE 7 of 0");
        if (existing)
            Directory.CreateDirectory(Destination);
        var options = new CheckoutOptions { ForceCopy = true, Overwrite = existing ? CheckoutOverwrite.Union : CheckoutOverwrite.None };
        OstreeException fault = await Assert.ThrowsAsync<OstreeException>(() => RunAsync(sample, options));
        Assert.Equal(OstreeFault.CorruptObject, fault.Fault);
        Assert.Equal(existing, Directory.Exists(Destination));
        Assert.False(File.Exists(Path.Combine(Destination, "0", "7")));
    }

    [Fact]
    public async Task A_missing_object_is_named()
    {
        using SampleCommit sample = ManyFiles();
        TreeItem file = sample.Tree.Find("/0/7");
        File.Delete(sample.ObjectPath(file, ".file"));
        OstreeException fault = await Assert.ThrowsAsync<OstreeException>(() => RunAsync(sample, new()));
        Assert.Equal(OstreeFault.ObjectNotFound, fault.Fault);
        Assert.Contains(file.Checksum.ToString(), fault.Subject, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Destination));
    }

    [Fact]
    public async Task The_counts_are_those_of_the_tree()
    {
        using SampleCommit sample = ManyFiles();
        CheckoutResult result = await RunAsync(sample, new());
        Assert.Equal((Files: 401L, Linked: 400L, Copied: 1L, Symlinks: 1L, Directories: 5L, Kept: 0L), (result.Files, result.Linked, result.Copied, result.Symlinks, result.Directories, result.Kept));
        Assert.Equal(sample.Walk().Sum(item => item.Size), result.Bytes);
        Assert.Equal(Destination, result.Destination);
    }

    [Fact]
    public async Task The_directory_above_the_destination_must_exist()
    {
        using SampleCommit sample = ManyFiles();
        OstreeException fault = await Assert.ThrowsAsync<OstreeException>(() => CheckoutOperation.RunAsync(
            sample.Repository, sample.Tree.Checksum, Path.Combine(_folder, "no", "out"), new(), IOperationObserver.None, TestContext.Current.CancellationToken));
        Assert.Equal(OstreeFault.PathNotFound, fault.Fault);
    }

    private static SampleCommit ManyFiles() => new(static root =>
    {
        for (int directory = 0; directory < 4; directory++)
        {
            string path = Path.Combine(root, $"{directory}");
            Directory.CreateDirectory(path);
            for (int file = 0; file < 100; file++)
                File.WriteAllText(Path.Combine(path, $"{file}"), $"file {file} of {directory}");
        }

        File.WriteAllText(Path.Combine(root, "empty"), string.Empty);
        File.CreateSymbolicLink(Path.Combine(root, "link"), "0/7");
    });

    private Task<CheckoutResult> RunAsync(SampleCommit sample, CheckoutOptions options)
        => CheckoutOperation.RunAsync(sample.Repository, sample.Tree.Checksum, Destination, options, IOperationObserver.None, TestContext.Current.CancellationToken);

    private sealed class StoppingObserver(CancellationTokenSource stop) : IOperationObserver
    {
        public void Advance(in OperationProgress step) => stop.Cancel();

        public void Note(string message)
        {
        }

        public void Warn(string message) => Assert.Fail(message);
    }
}
