using System.Buffers.Binary;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.UnitTests.Objects;

/// <summary>Each rule that upstream holds an object to, broken once.</summary>
public sealed class HostileObjectTests
{
    private static readonly VariantType Entry = VariantType.Parse("(say)");
    private static readonly VariantType Subdirectory = VariantType.Parse("(sayay)");
    private static readonly VariantType Xattr = VariantType.Parse("(ayay)");

    public static TheoryData<string> BadNames => [.. new[] { "", ".", "..", "a/b", "/", "/etc", "../../etc/passwd", "a/" }];

    public static TheoryData<int> BadLengths => [0, 1, 31, 33, 64];

    public static TheoryData<uint> BadFileModes => [0, Octal("40755"), Octal("20644"), Octal("60644"), Octal("10644"), Octal("140644"), Octal("1100644"), uint.MaxValue];

    public static TheoryData<uint> BadDirectoryModes => [0, Octal("100755"), Octal("120777"), Octal("1040755"), uint.MaxValue];

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_dirtree_names_nothing_outside_itself(string name)
    {
        Assert.Equal(OstreeFault.InvalidName, FaultOfTree([File(name)], []));
        Assert.Equal(OstreeFault.InvalidName, FaultOfTree([], [Directory(name)]));
    }

    // A string of GVariant cannot hold a NUL, so the bytes are made by hand.
    [Fact]
    public void A_name_with_a_NUL_is_refused()
    {
        byte[] bytes = Tree([File("aXb")], []);
        bytes[Array.IndexOf(bytes, (byte)'X')] = 0;
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => DirTree.Parse(bytes, "it")));
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_refused()
    {
        byte[] bytes = Tree([File("aXb")], []);
        bytes[Array.IndexOf(bytes, (byte)'X')] = 0xFF;
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => DirTree.Parse(bytes, "it")));
    }

    [Fact]
    public void A_name_stands_once_and_in_its_order()
    {
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([File("a"), File("a")], []));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([File("b"), File("a")], []));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([], [Directory("a"), Directory("a")]));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([], [Directory("b"), Directory("a")]));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([File("a"), File("m")], [Directory("b"), Directory("m")]));
        Assert.Null(FaultOfTree([File("a"), File("c")], [Directory("b"), Directory("d")]));
    }

    [Theory]
    [MemberData(nameof(BadLengths))]
    public void A_checksum_in_a_dirtree_has_32_bytes(int length)
    {
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([File("a", length)], []));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([], [Directory("a", length, 32)]));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfTree([], [Directory("a", 32, length)]));
    }

    [Theory]
    [MemberData(nameof(BadLengths))]
    public void A_checksum_in_a_commit_has_32_bytes(int length)
    {
        if (length > 0)
            Assert.Equal(OstreeFault.CorruptObject, FaultOfCommit(parent: length));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfCommit(tree: length));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfCommit(meta: length));
        Assert.Equal(OstreeFault.CorruptObject, FaultOfCommit(related: length));
        Assert.Null(FaultOfCommit());
    }

    [Fact]
    public void A_key_in_a_commit_has_a_name() => Assert.Equal(OstreeFault.CorruptObject, FaultOfCommit(key: string.Empty));

    [Theory]
    [MemberData(nameof(BadDirectoryModes))]
    public void A_dirmeta_has_the_mode_of_a_directory(uint mode)
        => Assert.Equal(OstreeFault.CorruptObject, Fault(() => DirMeta.Parse(new DirMeta(0, 0, mode, ExtendedAttributes.Empty).ToBytes(), "it")));

    [Theory]
    [MemberData(nameof(BadFileModes))]
    public void A_file_header_has_the_mode_of_a_file_or_link(uint mode)
    {
        using var writer = new VariantWriter(FileHeader.PlainType);
        var header = new FileHeader(0, 0, mode, string.Empty, ExtendedAttributes.Empty);
        byte[] plain = header.WritePlain(writer).ToArray();
        byte[] archive = header.WriteArchive(writer, 5).ToArray();
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => FileHeader.ParsePlain(plain, "it")));
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => FileHeader.ParseArchive(archive, "it", out _)));
    }

    [Fact]
    public void A_link_has_a_target()
    {
        using var writer = new VariantWriter(FileHeader.PlainType);
        byte[] plain = new FileHeader(0, 0, UnixMode.Symlink | 0x1FF, string.Empty, ExtendedAttributes.Empty).WritePlain(writer).ToArray();
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => FileHeader.ParsePlain(plain, "it")));
    }

    [Fact]
    public void A_size_is_one_that_a_file_can_have()
    {
        using var writer = new VariantWriter(FileHeader.PlainType);
        byte[] archive = new FileHeader(0, 0, UnixMode.Regular, string.Empty, ExtendedAttributes.Empty).WriteArchive(writer, 0).ToArray();
        BinaryPrimitives.WriteUInt64BigEndian(archive, ulong.MaxValue);
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => FileHeader.ParseArchive(archive, "it", out _)));
    }

    public static TheoryData<string, string[]> BadXattrs => new()
    {
        { "an empty name", ["\0"] },
        { "nothing at all", [""] },
        { "no NUL at the end", ["user.a"] },
        { "a NUL inside", ["user.a\0b\0"] },
        { "two NULs at the end", ["user.a\0\0"] },
        { "a name twice", ["user.a\0", "user.a\0"] },
        { "names out of order", ["user.b\0", "user.a\0"] },
    };

    [Theory]
    [MemberData(nameof(BadXattrs))]
    public void Extended_attributes_are_named_sorted_and_terminated(string what, string[] names)
    {
        Variant list = Variant.Array(Xattr, names.Select(name => Variant.Tuple(Bytes(name), Bytes("value"))));
        Variant meta = Variant.Tuple(Variant.UInt32(0), Variant.UInt32(0), Variant.UInt32(BinaryPrimitives.ReverseEndianness(UnixMode.Directory | 0x1ED)), list);
        Assert.True(Fault(() => DirMeta.Parse(meta.Data.Span, "it")) == OstreeFault.CorruptObject, what);
    }

    [Fact]
    public void Data_that_are_not_in_normal_form_are_refused()
    {
        byte[] commit = CommitVariant(32, 32, 32, 32, "k").Data.ToArray();
        byte[] tree = Tree([File("a")], [Directory("b")]);
        byte[] meta = new DirMeta(1, 2, UnixMode.Directory | 0x1ED, ExtendedAttributes.Empty).ToBytes();
        foreach (int cut in new[] { 1, 2, 8, 33 })
        {
            Assert.Equal(OstreeFault.CorruptObject, Fault(() => Commit.Parse(commit.AsSpan(0, commit.Length - cut), "it")));
            Assert.Equal(OstreeFault.CorruptObject, Fault(() => DirTree.Parse(tree.AsSpan(0, tree.Length - cut), "it")));
        }

        Assert.Equal(OstreeFault.CorruptObject, Fault(() => DirMeta.Parse(meta.AsSpan(0, 11), "it")));
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => Commit.Parse([.. commit, 0], "it")));
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => DirTree.Parse([.. tree, 0], "it")));
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => Commit.Parse([], "it")));
        Assert.Equal(OstreeFault.CorruptObject, Fault(() => DirMeta.Parse([], "it")));
    }

    // Twelve million entries of four bytes each: were their list made before they are looked at, half a gigabyte would go.
    [Fact]
    public void A_long_list_of_tiny_entries_takes_no_memory_beyond_its_own()
    {
        byte[] tree = Variant.Tuple(Variant.Array(Entry, Enumerable.Repeat(Variant.Tuple(Variant.String(string.Empty), Variant.Bytes([])), 1_000_000)), Variant.Array(Subdirectory, [])).Data.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(Fault(() => DirTree.Parse(tree, "it")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, tree.Length);
    }

    private static Variant File(string name, int length = 32) => Variant.Tuple(Variant.String(name), Variant.Bytes(new byte[length]));

    private static Variant Directory(string name, int tree = 32, int meta = 32) => Variant.Tuple(Variant.String(name), Variant.Bytes(new byte[tree]), Variant.Bytes(new byte[meta]));

    private static Variant Bytes(string text) => Variant.Bytes(System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Tree(Variant[] files, Variant[] directories)
        => Variant.Tuple(Variant.Array(Entry, files), Variant.Array(Subdirectory, directories)).Data.ToArray();

    private static OstreeFault? FaultOfTree(Variant[] files, Variant[] directories) => Fault(() => DirTree.Parse(Tree(files, directories), "it"));

    private static OstreeFault? FaultOfCommit(int parent = 32, int tree = 32, int meta = 32, int related = 32, string key = "version")
        => Fault(() => Commit.Parse(CommitVariant(parent, tree, meta, related, key).Data.Span, "it"));

    private static Variant CommitVariant(int parent, int tree, int meta, int related, string key) => Variant.Tuple(
        Variant.Dictionary([new(key, Variant.String("1"))]),
        Variant.Bytes(new byte[parent]),
        Variant.Array(Entry, [File("other", related)]),
        Variant.String("subject"),
        Variant.String("body"),
        Variant.UInt64(1),
        Variant.Bytes(new byte[tree]),
        Variant.Bytes(new byte[meta]));

    private static OstreeFault? Fault(Action parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (OstreeException e)
        {
            Assert.Equal("it", e.Subject);
            Assert.NotNull(e.Remedy);
            return e.Fault;
        }
    }

    private static uint Octal(string digits) => Convert.ToUInt32(digits, 8);
}
