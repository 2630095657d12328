using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.History;

namespace OstreePS.UnitTests.Repository.History;

public sealed class CommitSizesTests
{
    [Fact]
    public void No_more_sizes_are_kept_than_memory_is_to_hold()
    {
        Variant metadata = Told(3);
        Assert.True(CommitSizes.CanKeep(metadata, 0));
        Assert.True(CommitSizes.CanKeep(metadata, CommitSizes.MostKept - 3));
        Assert.False(CommitSizes.CanKeep(metadata, CommitSizes.MostKept - 2));
        Assert.False(CommitSizes.CanKeep(Variant.Dictionary([]), 0));
    }

    [Fact]
    public void Each_object_has_its_sizes()
        => Assert.Equal([(5L, 300L), (6L, 300L), (7L, 300L)], CommitSizes.List(Told(3)).Select(static size => (size.Stored, size.Unpacked)));

    // Each entry: a checksum, the stored bytes, 300 unpacked bytes, the type of a file.
    private static Variant Told(int count) => Variant.Dictionary(
        [new(CommitSizes.Key, Variant.Array(VariantType.ByteString, Enumerable.Range(0, count).Select(i => Variant.Bytes([.. Enumerable.Repeat((byte)i, Checksum.Size), (byte)(5 + i), 0xAC, 0x02, (byte)ObjectType.File]))))]);
}
