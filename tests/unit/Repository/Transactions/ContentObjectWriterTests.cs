using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Stores;

namespace OstreePS.UnitTests.Repository.Transactions;

public sealed class ContentObjectWriterTests : IDisposable
{
    private static readonly FileHeader s_header = new(1, 2, UnixMode.Regular | 0x1A4, string.Empty, ExtendedAttributes.Empty);
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-").FullName;
    private readonly OstreeRepository _repository;
    private readonly Transaction _transaction;

    public ContentObjectWriterTests()
    {
        _repository = OstreeRepository.Create(_folder, RepositoryMode.Archive);
        _transaction = Transaction.Begin(_repository, fsync: false);
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Pieces_make_the_object_that_the_whole_makes()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i))];
        Checksum whole = Write(content, content.Length, content.Length);
        Assert.Equal(whole, Write(content, content.Length, 777));
        Assert.Equal((2L, 1L, 100_000L), (_transaction.Stats.ContentTotal, _transaction.Stats.ContentWritten, _transaction.Stats.ContentBytesWritten));
        using Stream stored = _transaction.Objects.OpenPayload(whole);
        using var read = new MemoryStream();
        stored.CopyTo(read);
        Assert.Equal(content, read.ToArray());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Another_size_than_announced_is_a_fault(int written)
        => Assert.Equal(OstreeFault.CorruptObject, Assert.Throws<OstreeException>(() => Write(new byte[written], 10, written)).Fault);

    [Fact]
    public void Another_checksum_than_expected_is_a_fault_and_leaves_nothing()
    {
        Checksum right = Write([1, 2, 3], 3, 3);
        long before = _transaction.Stats.ContentTotal;
        using (ContentObjectWriter writer = _transaction.BeginContent(s_header, 3))
        {
            writer.Write([3, 2, 1]);
            OstreeException fault = Assert.Throws<OstreeException>(() => writer.Complete(right));
            Assert.Equal((OstreeFault.CorruptObject, right.ToString()), (fault.Fault, fault.Subject));
        }

        Assert.Equal(before, _transaction.Stats.ContentTotal);
    }

    [Fact]
    public void A_link_has_no_content()
        => Assert.Throws<ArgumentException>(() => _transaction.BeginContent(s_header with { Mode = UnixMode.Symlink | 0x1FF, SymlinkTarget = "t" }, 0));

    private Checksum Write(byte[] content, long announced, int piece)
    {
        using ContentObjectWriter writer = _transaction.BeginContent(s_header, announced);
        for (int start = 0; start < content.Length; start += piece)
            writer.Write(content.AsSpan(start, Math.Min(piece, content.Length - start)));
        return writer.Complete();
    }
}
