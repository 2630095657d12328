using System.Runtime.Versioning;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Diff;

namespace OstreePS.UnitTests.Trees.Diff;

[SupportedOSPlatform("linux")]
public sealed class TreeComparisonTests : IDisposable
{
    private readonly string _ground = Directory.CreateTempSubdirectory("ostreeps-compared-").FullName;

    public TreeComparisonTests()
    {
        foreach (string side in (string[])["before", "after"])
        {
            Directory.CreateDirectory(Path.Combine(_ground, side));
            Write(side, "same", "the same");
        }
    }

    [Fact]
    public void Equal_directories_have_no_difference() => Assert.Empty(Compare());

    [Fact]
    public void A_removed_directory_stands_for_what_was_in_it_and_an_added_one_does_not()
    {
        Write("before", "gone/a", "a");
        Write("after", "new/deep/b", "b");
        Assert.Equal("D /gone, A /new, A /new/deep, A /new/deep/b", Compare());
    }

    [Fact]
    public void Content_of_the_same_size_is_read()
    {
        Write("before", "big", new string('x', 300_000) + "1");
        Write("after", "big", new string('x', 300_000) + "2");
        Write("before", "like", new string('y', 300_000));
        Write("after", "like", new string('y', 300_000));
        Assert.Equal("M /big", Compare());
    }

    [Fact]
    public void A_file_that_became_a_directory_is_one_difference()
    {
        Write("before", "name", "a file");
        Write("after", "name/within", "a file in it");
        TreeDifference only = Assert.Single(All());
        Assert.Equal("/name", only.Path);
        Assert.Equal(TreeChanges.Type, only.Changes & TreeChanges.Type);
        Assert.True(only.Reference!.IsRegular);
        Assert.True(only.Difference!.IsDirectory);
    }

    [Fact]
    public void Paths_come_in_the_order_of_their_bytes_each_directory_before_what_is_in_it()
    {
        foreach (string name in (string[])["b", "a/z", "a-b", "a.c/x", "Z", "\ue000", "\U0001d4b3"])
            Write("after", name, "new");
        Assert.Equal("A /Z, A /a, A /a/z, A /a-b, A /a.c, A /a.c/x, A /b, A /\ue000, A /\U0001d4b3", Compare());
    }

    [Fact]
    public void Links_are_compared_by_their_targets()
    {
        File.CreateSymbolicLink(Path.Combine(_ground, "before", "link"), "one");
        File.CreateSymbolicLink(Path.Combine(_ground, "after", "link"), "two");
        TreeDifference only = Assert.Single(All());
        Assert.Equal(TreeChanges.Target, only.Changes);
        Assert.Equal("two", only.Difference!.Target);
    }

    [Fact]
    public void Modes_are_compared_and_the_topmost_one_is_not()
    {
        File.SetUnixFileMode(Path.Combine(_ground, "after", "same"), UnixFileMode.UserRead);
        File.SetUnixFileMode(Path.Combine(_ground, "after"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(TreeChanges.Mode, Assert.Single(All()).Changes);
    }

    [Fact]
    public void A_missing_directory_is_a_fault()
    {
        Directory.Delete(Path.Combine(_ground, "after"), recursive: true);
        Assert.Equal(OstreeFault.PathNotFound, Assert.Throws<OstreeException>(() => All()).Fault);
    }

    [Fact]
    public async Task Who_stops_listening_ends_the_work_and_closes_every_file()
    {
        for (int i = 0; i < 2000; i++)
            Write("after", $"file{i:0000}", "new");
        await foreach (TreeDifference first in Run(TestContext.Current.CancellationToken))
        {
            Assert.Equal("/file0000", first.Path);
            break;
        }

        string[] open = [.. Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget ?? string.Empty)];
        Assert.DoesNotContain(open, target => target.StartsWith(_ground, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_ground, recursive: true);

    private void Write(string side, string name, string text)
    {
        string path = Path.Combine(_ground, side, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string Compare() => string.Join(", ", All());

    private List<TreeDifference> All() => [.. Run(TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken)];

    private IAsyncEnumerable<TreeDifference> Run(CancellationToken stop) => TreeComparison.CompareAsync(
        TreeSource.OfDirectory(Path.Combine(_ground, "before")), TreeSource.OfDirectory(Path.Combine(_ground, "after")), new(), IOperationObserver.None, stop);
}
