using System.IO.Compression;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Building;
using Xunit;
using ZstdSharp;

namespace OstreePS.UnitTests.Trees.Building;

public sealed class ArchiveStreamTests
{
    private static readonly byte[] s_data = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i >> 7))];

    [Fact]
    public void Plain_data_come_through() => Assert.Equal(s_data, ReadAll(s_data));

    [Fact]
    public void Nothing_is_nothing() => Assert.Empty(ReadAll([]));

    [Fact]
    public void Gzip_is_read_in_several_members() => Assert.Equal([.. s_data, .. s_data], ReadAll([.. Gzip(s_data), .. Gzip(s_data)]));

    [Fact]
    public void Zstd_is_read() => Assert.Equal(s_data, ReadAll(Zstd(s_data)));

    // .NET does not tell a gzip stream that was cut; the archive inside shows it.
    [Fact]
    public void Zstd_that_is_cut_is_a_fault()
    {
        byte[] whole = Zstd(s_data);
        OstreeException fault = Assert.Throws<OstreeException>(() => ReadAll(whole[..(whole.Length / 2)]));
        Assert.Equal(OstreeFault.MalformedArchive, fault.Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_damaged_is_a_fault(bool zstd)
    {
        byte[] whole = zstd ? Zstd(s_data) : Gzip(s_data);
        for (int i = 0; i < 40; i++)
            whole[(whole.Length / 2) + i] ^= 0xA5;
        Assert.Equal(OstreeFault.MalformedArchive, Assert.Throws<OstreeException>(() => ReadAll(whole)).Fault);
    }

    private static byte[] ReadAll(byte[] archive)
    {
        using ArchiveStream stream = ArchiveStream.Open(TreeSource.FromTar(new MemoryStream(archive)));
        using var result = new MemoryStream();
        stream.CopyTo(result);
        return result.ToArray();
    }

    private static byte[] Gzip(byte[] data)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
            gzip.Write(data);
        return result.ToArray();
    }

    private static byte[] Zstd(byte[] data)
    {
        using var compressor = new Compressor();
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(data).ToArray();
    }
}
