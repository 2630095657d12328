using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Stores;

namespace OstreePS.UnitTests.Stores;

public sealed class CompressedFileStreamTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    // Sizes about the buffer with which compressed data are read, and one byte.
    public static TheoryData<int> Sizes() => [0, 1, 2, 100, 8180, 8185, 8190, 8191, 8192, 8193, 16_379, 16_384, 300_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Data_that_end_with_the_file_are_used_up_and_one_byte_more_is_not(int size)
    {
        foreach (CompressionLevel level in new[] { CompressionLevel.NoCompression, CompressionLevel.SmallestSize })
        {
            byte[] payload = new byte[size];
            new Random(size).NextBytes(payload);
            byte[] compressed = Compress(payload, level);
            Assert.True(IsUsedUpBy(compressed, payload));
            Assert.False(IsUsedUpBy([.. compressed, 0], payload));
            Assert.False(IsUsedUpBy([.. compressed, .. compressed], payload));
            Assert.Throws<OstreeException>(() => IsUsedUpBy(compressed[..^1], payload));
        }
    }

    private static byte[] Compress(byte[] payload, CompressionLevel level)
    {
        if (payload.Length == 0)
            return [3, 0];
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, level))
            deflate.Write(payload);
        return target.ToArray();
    }

    private bool IsUsedUpBy(byte[] stored, byte[] payload)
    {
        File.WriteAllBytes(_path, stored);
        using SafeFileHandle file = File.OpenHandle(_path);
        using var raw = new CompressedFileStream(file, stored.Length, _path);
        using var deflate = new DeflateStream(raw, CompressionMode.Decompress);
        byte[] read = new byte[400_000];

        // Not CopyTo, which goes up to the end of the file.
        int count = deflate.ReadAtLeast(read, read.Length, throwOnEndOfStream: false);
        Assert.Equal(payload, read[..count]);
        return raw.IsUsedUp;
    }
}
