using CsCheck;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.UnitTests.Objects;

public sealed class RoundTripTests
{
    [Fact]
    public void A_commit_survives_byte_for_byte() => ObjectGen.Commit.Sample(commit =>
    {
        byte[] bytes = commit.ToBytes();
        Commit again = Commit.Parse(bytes, "it");
        Assert.Equal(bytes, again.ToBytes());
        Assert.Equal(commit.Parent, again.Parent);
        Assert.Equal(commit.Subject, again.Subject);
        Assert.Equal(commit.Body, again.Body);
        Assert.Equal(commit.Timestamp, again.Timestamp);
        Assert.Equal(commit.Related, again.Related);
        Assert.Equal((commit.RootTree, commit.RootMeta), (again.RootTree, again.RootMeta));
    });

    [Fact]
    public void A_dirtree_survives_byte_for_byte() => ObjectGen.DirTree.Sample(tree =>
    {
        byte[] bytes = tree.ToBytes();
        DirTree again = DirTree.Parse(bytes, "it");
        Assert.Equal(bytes, again.ToBytes());
        Assert.Equal(tree.Files, again.Files);
        Assert.Equal(tree.Directories, again.Directories);
        Assert.All(tree.Files, entry => Assert.Equal(entry, again.FindFile(entry.Name)));
        Assert.All(tree.Directories, entry => Assert.Equal(entry, again.FindDirectory(entry.Name)));
        Assert.All(tree.Files, entry => Assert.Null(again.FindDirectory(entry.Name)));
    });

    [Fact]
    public void A_dirmeta_survives_byte_for_byte() => ObjectGen.DirMeta.Sample(meta =>
    {
        byte[] bytes = meta.ToBytes();
        DirMeta again = DirMeta.Parse(bytes, "it");
        Assert.Equal(bytes, again.ToBytes());
        Assert.Equal(meta, again);
    });

    [Fact]
    public void A_file_header_survives_byte_for_byte() => Gen.Select(ObjectGen.FileHeader, Gen.Long[0, long.MaxValue]).Sample((header, size) =>
    {
        using var writer = new VariantWriter(FileHeader.PlainType);
        byte[] plain = header.WritePlain(writer).ToArray();
        byte[] archive = header.WriteArchive(writer, size).ToArray();
        Assert.Equal(header, FileHeader.ParsePlain(plain, "it"));
        Assert.Equal(header, FileHeader.ParseArchive(archive, "it", out long read));
        Assert.Equal(size, read);
        Assert.Equal(plain, FileHeader.ParsePlain(plain, "it").WritePlain(writer).ToArray());
    });

    [Fact]
    public void Names_are_sorted_by_their_bytes() => Gen.Select(ObjectGen.Name, ObjectGen.Name).Sample((a, b) =>
    {
        int bytes = System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));
        Assert.Equal(Math.Sign(bytes), Math.Sign(Utf8Order.CompareNames(a, b)));
    });
}
