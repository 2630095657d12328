using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;
using Xunit;

namespace OstreePS.UnitTests.Trees.Building;

public sealed class MutableTreeTests : IDisposable
{
    private static readonly Checksum s_one = Named("one");
    private static readonly Checksum s_two = Named("two");
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-").FullName;
    private readonly OstreeRepository _repository;
    private readonly Transaction _transaction;
    private readonly Checksum _meta;

    public MutableTreeTests()
    {
        _repository = OstreeRepository.Create(_folder, RepositoryMode.BareUser);
        _transaction = Transaction.Begin(_repository, fsync: false);
        _meta = WriteMeta(0x1ED);
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_put_in_is_written_sorted_by_bytes()
    {
        MutableTree tree = Make();
        foreach (string name in (string[])["b", "\uE000", "\U00010000", "a", "B"])
            tree.ReplaceFile(name, s_one);
        tree.EnsureDirectory("dir").SetMeta(_meta);
        DirTree written = _transaction.Objects.LoadDirTree(tree.Write(_transaction).Tree);
        Assert.Equal("B a b \uE000 \U00010000", string.Join(' ', written.Files.Select(f => f.Name)));
        Assert.Equal("dir", Assert.Single(written.Directories).Name);
    }

    [Fact]
    public void A_file_replaces_a_file_and_a_directory_is_the_same_twice()
    {
        MutableTree tree = Make();
        tree.ReplaceFile("f", s_one);
        tree.ReplaceFile("f", s_two);
        Assert.Equal(s_two, tree.FindFile("f"));
        Assert.Same(tree.EnsureDirectory("d"), tree.EnsureDirectory("d"));
    }

    [Fact]
    public void File_and_directory_do_not_replace_each_other()
    {
        MutableTree tree = Make();
        tree.ReplaceFile("f", s_one);
        tree.EnsureDirectory("d");
        OstreeException over = Assert.Throws<OstreeException>(() => tree.ReplaceFile("d", s_one));
        Assert.Equal((OstreeFault.TreeConflict, "Can't replace directory with file: d"), (over.Fault, over.Message));
        OstreeException under = Assert.Throws<OstreeException>(() => tree.EnsureDirectory("f"));
        Assert.Equal((OstreeFault.TreeConflict, "Can't replace file with directory: f"), (under.Fault, under.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void A_name_that_may_not_be_is_refused(string name)
    {
        Assert.Equal(OstreeFault.InvalidName, Assert.Throws<OstreeException>(() => Make().ReplaceFile(name, s_one)).Fault);
        Assert.Equal(OstreeFault.InvalidName, Assert.Throws<OstreeException>(() => Make().EnsureDirectory(name)).Fault);
    }

    [Fact]
    public void A_tree_of_a_repository_that_nobody_changes_is_neither_read_nor_written()
    {
        Checksum absent = Named("not in the repository");
        long before = _transaction.Stats.MetadataTotal;
        Assert.Equal((absent, _meta), MutableTree.Of(_transaction.Objects, absent, _meta).Write(_transaction));
        Assert.Equal(before, _transaction.Stats.MetadataTotal);
    }

    [Fact]
    public void A_change_far_below_writes_the_directories_on_the_way_only()
    {
        MutableTree source = Make();
        source.EnsureDirectory("a").SetMeta(_meta);
        source.EnsureDirectory("a").EnsureDirectory("b").SetMeta(_meta);
        source.EnsureDirectory("beside").SetMeta(_meta);
        source.EnsureDirectory("beside").ReplaceFile("f", s_one);
        (Checksum tree, Checksum meta) = source.Write(_transaction);

        MutableTree changed = MutableTree.Of(_transaction.Objects, tree, meta);
        changed.FindDirectory("a")!.FindDirectory("b")!.ReplaceFile("new", s_two);
        long before = _transaction.Stats.MetadataTotal;
        (Checksum after, _) = changed.Write(_transaction);
        Assert.NotEqual(tree, after);
        Assert.Equal(3, _transaction.Stats.MetadataTotal - before);
        Assert.Equal(after, changed.Write(_transaction).Tree);
        Assert.Equal(3, _transaction.Stats.MetadataTotal - before);
    }

    [Fact]
    public void Laying_a_tree_over_an_empty_one_takes_it_over_unread()
    {
        var tree = new MutableTree();
        Assert.Equal(0, tree.Overlay(_transaction.Objects, Named("not in the repository"), _meta));
        Assert.Equal(Named("not in the repository"), tree.Write(_transaction).Tree);
    }

    [Fact]
    public void The_last_source_gives_files_and_metadata_and_the_rest_is_merged()
    {
        Checksum other = WriteMeta(0x1C0);
        MutableTree below = Make();
        below.EnsureDirectory("d").SetMeta(_meta);
        below.EnsureDirectory("d").ReplaceFile("both", s_one);
        below.EnsureDirectory("d").ReplaceFile("below", s_one);
        MutableTree above = Make();
        above.EnsureDirectory("d").SetMeta(other);
        above.EnsureDirectory("d").ReplaceFile("both", s_two);
        (Checksum tree, Checksum meta) = above.Write(_transaction);

        Assert.Equal(1, below.Overlay(_transaction.Objects, tree, meta));
        MutableTree merged = below.FindDirectory("d")!;
        Assert.Equal((s_two, s_one, other), (merged.FindFile("both")!.Value, merged.FindFile("below")!.Value, merged.Meta!.Value));
    }

    [Fact]
    public void What_is_removed_is_gone_from_what_is_written()
    {
        MutableTree tree = Make();
        tree.ReplaceFile("f", s_one);
        tree.Write(_transaction);
        Assert.True(tree.Remove("f"));
        Assert.False(tree.Remove("f"));
        Assert.Empty(_transaction.Objects.LoadDirTree(tree.Write(_transaction).Tree).Files);
    }

    [Fact]
    public void A_root_without_metadata_is_no_tree()
        => Assert.Equal(OstreeFault.EmptyTree, Assert.Throws<OstreeException>(() => new MutableTree().Write(_transaction)).Fault);

    [Fact]
    public void A_tree_deeper_than_a_path_is_refused_before_the_stack_is()
    {
        MutableTree tree = Make();
        OstreeException fault = Assert.Throws<OstreeException>(() =>
        {
            for (int i = 0; i < 100_000; i++)
                tree = tree.EnsureDirectory("d");
        });
        Assert.Equal(OstreeFault.InvalidPath, fault.Fault);
    }

    private static Checksum Named(string text) => new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private MutableTree Make()
    {
        var tree = new MutableTree();
        tree.SetMeta(_meta);
        return tree;
    }

    private Checksum WriteMeta(uint permissions)
        => _transaction.WriteMetadata(ObjectType.DirMeta, new DirMeta(0, 0, UnixMode.Directory | permissions, ExtendedAttributes.Empty).ToBytes());
}
