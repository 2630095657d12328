using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.UnitTests.Trees.Walking;

public sealed class CommitTreeTests
{
    private static SampleCommit Links() => new(root =>
    {
        Directory.CreateDirectory(Path.Combine(root, "usr/lib/deep"));
        Directory.CreateDirectory(Path.Combine(root, "etc"));
        File.WriteAllText(Path.Combine(root, "usr/lib/os-release"), "NAME=x\n");
        File.CreateSymbolicLink(Path.Combine(root, "lib"), "usr/lib");
        File.CreateSymbolicLink(Path.Combine(root, "etc/os-release"), "../lib/os-release");
        File.CreateSymbolicLink(Path.Combine(root, "etc/absolute"), "/usr/lib/os-release");
        File.CreateSymbolicLink(Path.Combine(root, "etc/above"), "../../../usr/lib/./deep/../os-release");
        File.CreateSymbolicLink(Path.Combine(root, "etc/dangling"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(root, "loop"), "etc/loop");
        File.CreateSymbolicLink(Path.Combine(root, "etc/loop"), "/loop");
        File.CreateSymbolicLink(Path.Combine(root, "self"), "self/x");
    });

    [Theory]
    [InlineData("etc/os-release")]
    [InlineData("/etc/absolute")]
    [InlineData("etc/above")]
    [InlineData("lib/os-release")]
    [InlineData("/usr//lib/./os-release")]
    public void Links_are_followed_inside_the_commit(string path)
    {
        using SampleCommit sample = Links();
        TreeItem found = sample.Tree.FindTarget(path);
        Assert.Equal("/usr/lib/os-release", found.Path);
        using var reader = new StreamReader(sample.Tree.OpenContent(found));
        Assert.Equal("NAME=x\n", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("loop", OstreeFault.SymlinkLoop)]
    [InlineData("self", OstreeFault.SymlinkLoop)]
    [InlineData("etc/dangling", OstreeFault.PathNotInCommit)]
    [InlineData("nowhere", OstreeFault.PathNotInCommit)]
    [InlineData("usr/lib/os-release/x", OstreeFault.NotADirectory)]
    [InlineData("../etc", OstreeFault.InvalidPath)]
    public void What_leads_nowhere_is_refused(string path, OstreeFault fault)
    {
        using SampleCommit sample = Links();
        Assert.Equal(fault, Assert.Throws<OstreeException>(() => sample.Tree.FindTarget(path)).Fault);
    }

    [Fact]
    public void A_link_is_an_item_of_its_own_when_it_is_not_followed()
    {
        using SampleCommit sample = Links();
        TreeItem link = sample.Tree.Find("lib");
        Assert.Equal(TreeItemKind.SymbolicLink, link.Kind);
        Assert.Equal("usr/lib", link.Target);
        OstreeException fault = Assert.Throws<OstreeException>(() => sample.Tree.Find("lib/os-release"));
        Assert.Equal(OstreeFault.NotADirectory, fault.Fault);
        Assert.Contains("usr/lib", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_come_before_directories_and_depth_is_counted_from_the_children()
    {
        using SampleCommit sample = Links();
        Assert.Equal(["/lib", "/loop", "/self", "/etc", "/usr"], sample.Walk(0).Select(item => item.Path), StringComparer.Ordinal);
        Assert.Equal(["/lib", "/loop", "/self", "/etc", "/etc/above", "/etc/absolute", "/etc/dangling", "/etc/loop", "/etc/os-release", "/usr", "/usr/lib"],
            sample.Walk(1).Select(item => item.Path), StringComparer.Ordinal);
        Assert.Equal(13, sample.Walk().Count());
    }

    [Fact]
    public void A_tree_a_thousand_levels_deep_is_walked()
    {
        const int Levels = 1000;
        using var sample = new SampleCommit(root =>
        {
            // The path is longer than the system takes at once, so it is made from the inside out.
            string inner = Directory.CreateDirectory(Path.Combine(root, "chain")).FullName;
            for (int i = 1; i < Levels; i++)
            {
                string outer = Directory.CreateDirectory(Path.Combine(root, "next")).FullName;
                Directory.Move(inner, Path.Combine(outer, "d"));
                inner = Path.Combine(root, "chain");
                Directory.Move(outer, inner);
            }
        });
        List<TreeItem> items = [.. sample.Walk()];
        Assert.Equal(Levels, items.Count);
        Assert.Equal(items[^1].Checksum, sample.Tree.Find(items[^1].Path).Checksum);
        Assert.Equal(Levels, items[^1].Path.Count(c => c == '/'));
    }

    [Fact]
    public void A_fault_comes_after_everything_before_it()
    {
        using var sample = new SampleCommit(root =>
        {
            for (int i = 0; i < 500; i++)
                File.WriteAllText(Path.Combine(root, $"f{i:000}"), $"{i}");
        });
        File.Delete(sample.ObjectPath(sample.Tree.Find("f300"), ".file"));
        var seen = new List<string>();
        OstreeException fault = Assert.Throws<OstreeException>(() => Visit(sample, seen));
        Assert.Equal(OstreeFault.ObjectNotFound, fault.Fault);
        Assert.Equal(300, seen.Count);
        Assert.Equal("/f299", seen[^1]);
    }

    [Fact]
    public void A_missing_directory_is_a_fault_in_its_place()
    {
        using SampleCommit sample = Links();
        File.Delete(sample.ObjectPath(sample.Tree.Find("usr/lib"), ".dirtree"));
        var seen = new List<string>();
        OstreeException fault = Assert.Throws<OstreeException>(() => Visit(sample, seen));
        Assert.Equal(OstreeFault.ObjectNotFound, fault.Fault);
        Assert.Equal("/usr/lib", seen[^1]);
    }

    [Fact]
    public void Damaged_content_is_a_fault_at_its_end()
    {
        using SampleCommit sample = Links();
        TreeItem file = sample.Tree.Find("usr/lib/os-release");
        File.WriteAllText(sample.ObjectPath(file, ".file"), "NAME=y\n");
        using var reader = new StreamReader(sample.Tree.OpenContent(file));
        Assert.Equal(OstreeFault.CorruptObject, Assert.Throws<OstreeException>(() => reader.ReadToEnd()).Fault);
    }

    private static void Visit(SampleCommit sample, List<string> seen)
    {
        foreach (TreeItem item in sample.Walk())
            seen.Add(item.Path);
    }
}
