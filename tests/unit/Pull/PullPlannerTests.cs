using System.Buffers.Binary;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Pull.Planning;

namespace OstreePS.UnitTests.Pull;

/// <summary>The planner against objects that exist only in memory.</summary>
public sealed class PullPlannerTests
{
    private static readonly Checksum Meta = Sum(1);
    private readonly Dictionary<Checksum, Commit> _commits = [];
    private readonly Dictionary<Checksum, DirTree> _trees = [];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(50, 4)]
    [InlineData(-1, 4)]
    public void Ancestors_are_wanted_as_deep_as_was_asked_for(int depth, int commits)
    {
        Checksum tip = History(4);
        var planner = new PullPlanner(PullScope.All, commitsOnly: true);
        planner.AddCommit(tip, depth, wanted: null);
        Assert.Equal(commits, Run(planner).Metadata.Count);
    }

    [Fact]
    public void A_commit_that_two_refs_lead_to_is_followed_as_deep_as_the_deeper_one_wants()
    {
        Checksum tip = History(4);
        var planner = new PullPlanner(PullScope.All, commitsOnly: true);
        planner.AddCommit(tip, 0, wanted: null);
        planner.AddCommit(tip, 2, wanted: null);
        planner.AddCommit(tip, 1, wanted: null);
        Assert.Equal(3, Run(planner).Metadata.Select(name => name.Checksum).Distinct().Count());
    }

    [Fact]
    public void Each_ref_has_its_say_about_a_commit_that_it_shares_with_another()
    {
        Checksum tip = History(1);
        var planner = new PullPlanner(PullScope.All, commitsOnly: true);
        planner.AddCommit(tip, 0, new PullRef("one"));
        planner.AddCommit(tip, 0, new PullRef("two"));
        Assert.Equal(2, Run(planner).Metadata.Count);
    }

    [Fact]
    public void What_is_named_often_is_wanted_once()
    {
        Checksum leaf = Tree([("a", Sum(100)), ("b", Sum(100)), ("c", Sum(101))], []);
        Checksum root = Tree([("d", Sum(101))], [("x", leaf), ("y", leaf)]);
        Wanted wanted = Run(Plan(PullScope.All, root));
        Assert.Equal([Sum(100), Sum(101)], wanted.Content.Order());
        Assert.Equal([Meta, leaf, root], wanted.Metadata.Where(name => name.Type != ObjectType.Commit).Select(name => name.Checksum).Order());
    }

    [Fact]
    public void Subpaths_lead_to_themselves_and_what_is_on_the_way()
    {
        Checksum deep = Tree([("f", Sum(100))], []);
        Checksum etc = Tree([("conf", Sum(101)), ("other", Sum(102))], [("sub", deep)]);
        Checksum unwanted = Tree([("big", Sum(103))], []);
        Checksum root = Tree([("top", Sum(104))], [("etc", etc), ("etcetera", unwanted)]);
        Assert.Equal([Sum(100)], Run(Plan(PullScope.Of(["/etc/sub"]), root)).Content);
        Assert.Equal([Sum(101)], Run(Plan(PullScope.Of(["/etc/conf"]), root)).Content);
        Assert.Equal([Sum(100), Sum(101), Sum(102)], Run(Plan(PullScope.Of(["/etc", "/etc/sub"]), root)).Content.Order());
        Assert.Empty(Run(Plan(PullScope.Of(["/etcetera/none"]), root)).Content);
        Assert.Equal(5, Run(Plan(PullScope.Of(["/"]), root)).Content.Count);
    }

    [Fact]
    public void A_directory_that_is_wanted_in_parts_at_several_places_gives_each_part()
    {
        Checksum shared = Tree([("a", Sum(100)), ("b", Sum(101))], []);
        Checksum root = Tree([], [("x", shared), ("y", shared)]);
        Assert.Equal([Sum(100), Sum(101)], Run(Plan(PullScope.Of(["/x/a", "/y/b"]), root)).Content.Order());
    }

    [Fact]
    public void The_tree_of_a_complete_commit_is_not_walked_but_its_parent_is_wanted()
    {
        Checksum tip = History(2);
        var planner = new PullPlanner(PullScope.All, commitsOnly: false);
        planner.AddCommit(tip, 1, wanted: null);
        Wanted wanted = Run(planner, complete: [tip]);
        Assert.Equal(2, wanted.Metadata.Count(name => name.Type == ObjectType.Commit));
        Assert.Equal(2, wanted.Metadata.Count(name => name.Type != ObjectType.Commit));
    }

    [Fact]
    public void No_more_is_looked_for_while_enough_content_waits()
    {
        var files = new (string, Checksum)[9000];
        for (int i = 0; i < files.Length; i++)
            files[i] = ($"f{i:D5}", Sum(1000 + i));
        Checksum full = Tree(files, []);
        Checksum root = Tree([], [("a", full), ("b", Tree([("g", Sum(100))], []))]);
        PullPlanner planner = Plan(PullScope.All, root);
        Step(planner, full);
        Assert.False(planner.TryTakeMetadata(out _));
        Assert.Equal(64, planner.TakeContent(64, 64).Count);
        Assert.False(planner.TryTakeMetadata(out _));
        for (int i = 0; i < 20; i++)
            planner.TakeContent(64, 64);
        Assert.True(planner.TryTakeMetadata(out _));
    }

    [Fact]
    public void A_batch_is_full_or_waits_unless_little_is_left()
    {
        Checksum root = Tree([("a", Sum(100)), ("b", Sum(101))], []);
        PullPlanner planner = Plan(PullScope.All, root);
        Step(planner, root);
        Assert.Empty(planner.TakeContent(8, 8));
        Assert.Equal(2, planner.TakeContent(8, 1).Count);
        Assert.Empty(planner.TakeContent(8, 1));
    }

    private static Checksum Sum(int number)
    {
        byte[] bytes = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new Checksum(bytes);
    }

    private Checksum Tree((string Name, Checksum File)[] files, (string Name, Checksum Tree)[] directories)
    {
        Checksum name = Sum(10_000_000 + _trees.Count);
        _trees[name] = new DirTree(
            [.. files.Select(file => new DirTree.FileEntry(file.Name, file.File))],
            [.. directories.Select(directory => new DirTree.DirectoryEntry(directory.Name, directory.Tree, Meta))]);
        return name;
    }

    private Checksum AddCommit(Checksum root, Checksum? parent)
    {
        Checksum name = Sum(20_000_000 + _commits.Count);
        _commits[name] = new Commit { Metadata = Variant.FromBytes(VariantType.VarDict, Array.Empty<byte>()), Timestamp = 0, RootTree = root, RootMeta = Meta, Parent = parent };
        return name;
    }

    private Checksum History(int commits)
    {
        Checksum root = Tree([], []);
        Checksum tip = AddCommit(root, parent: null);
        for (int i = 1; i < commits; i++)
            tip = AddCommit(root, tip);
        return tip;
    }

    private PullPlanner Plan(PullScope scope, Checksum root)
    {
        var planner = new PullPlanner(scope, commitsOnly: false);
        planner.AddCommit(AddCommit(root, parent: null), 0, wanted: null);
        return planner;
    }

    // Answers until a directory was answered.
    private void Step(PullPlanner planner, Checksum last)
    {
        while (planner.TryTakeMetadata(out MetadataRequest request))
        {
            Answer(planner, request, isComplete: false);
            if (request.Name.Checksum == last)
                return;
        }

        Assert.Fail($"{last} was never wanted.");
    }

    private Wanted Run(PullPlanner planner, params Checksum[] complete)
    {
        var wanted = new Wanted([], []);
        while (true)
        {
            IReadOnlyList<Checksum> batch = planner.TakeContent(8, 1);
            wanted.Content.AddRange(batch);
            if (planner.TryTakeMetadata(out MetadataRequest request))
            {
                wanted.Metadata.Add(request.Name);
                Answer(planner, request, complete.Contains(request.Name.Checksum));
            }
            else if (batch.Count == 0)
            {
                return wanted;
            }
        }
    }

    private void Answer(PullPlanner planner, in MetadataRequest request, bool isComplete)
    {
        if (request.Name.Type == ObjectType.Commit)
            planner.Complete(request, _commits[request.Name.Checksum], isComplete);
        else if (request.Name.Type == ObjectType.DirTree)
            planner.Complete(request, _trees[request.Name.Checksum]);
    }

    private sealed record Wanted(List<ObjectName> Metadata, List<Checksum> Content);
}
