using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;
using K4os.Compression.LZ4.Streams;
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

    [Fact]
    public void Bzip2_is_read_in_several_streams_and_what_follows_them_is_padding()
        => Assert.Equal([.. s_data, .. s_data], ReadAll([.. BZip2(s_data), .. BZip2([]), .. BZip2(s_data), 0, 0, 0, 0, 0]));

    [Fact]
    public void Lz4_is_read_in_several_frames() => Assert.Equal([.. s_data, .. s_data], ReadAll([.. Lz4(s_data), .. Lz4(s_data)]));

    [Fact]
    public void Bzip2_that_is_cut_is_a_fault()
    {
        byte[] whole = BZip2(s_data);
        Assert.All([4, 5, 20, whole.Length / 2, whole.Length - 1], length
            => Assert.Equal(OstreeFault.MalformedArchive, Assert.Throws<OstreeException>(() => ReadAll(whole[..length])).Fault));
    }

    [Theory]
    [InlineData("numbers.tar.Z")]
    [InlineData("numbers.tar.lz")]
    public void What_libarchive_compressed_is_read(string name)
    {
        string numbers = string.Concat(Enumerable.Range(1, 3000).Select(n => $"{n}\n"));
        Assert.Contains(numbers, System.Text.Encoding.ASCII.GetString(ReadAll(Fixture(name))), StringComparison.Ordinal);
    }

    /// <summary>Damage may go unnoticed where a form has no checksum, but throws nothing else than our fault.</summary>
    [Theory]
    [InlineData("numbers.tar.Z")]
    [InlineData("numbers.tar.lz")]
    [InlineData("bzip2")]
    [InlineData("lz4")]
    public void Damage_throws_nothing_else(string name)
    {
        byte[] whole = name switch
        {
            "bzip2" => BZip2(s_data),
            "lz4" => Lz4(s_data),
            _ => Fixture(name),
        };
        var random = new Random(11);
        int faults = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = 0; i <= round % 4; i++)
                damaged[random.Next(name.EndsWith('Z') ? 2 : 4, damaged.Length)] = (byte)random.Next(256);
            try
            {
                ReadAll(damaged);
            }
            catch (OstreeException e)
            {
                Assert.Equal(OstreeFault.MalformedArchive, e.Fault);
                faults++;
            }
        }

        Assert.True(faults > 50, $"{faults} faults");
    }

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

    private static byte[] BZip2(byte[] data)
    {
        using var result = new MemoryStream();
        using (var compressor = new BZip2OutputStream(result, 1))
            compressor.Write(data, 0, data.Length);
        return result.ToArray();
    }

    private static byte[] Lz4(byte[] data)
    {
        using var result = new MemoryStream();
        using (LZ4EncoderStream compressor = LZ4Stream.Encode(result, new LZ4EncoderSettings { ContentChecksum = true }, leaveOpen: true))
            compressor.Write(data, 0, data.Length);
        return result.ToArray();
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "archives", name));

    private static byte[] Zstd(byte[] data)
    {
        using var compressor = new Compressor();
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(data).ToArray();
    }
}
