using System.Formats.Tar;
using System.Text;
using OstreePS.Core.Formats.Tar;
using Xunit;
using TarEntry = OstreePS.Core.Formats.Tar.TarEntry;
using TarReader = OstreePS.Core.Formats.Tar.TarReader;
using TarWriter = OstreePS.Core.Formats.Tar.TarWriter;

namespace OstreePS.UnitTests.Formats.Tar;

public sealed class TarWriterTests
{
    public static TheoryData<string, long> Entries => new()
    {
        { "f", 0 },
        { new string('n', 100), 511 },
        { new string('n', 101), 512 },
        { string.Join('/', Enumerable.Repeat("ßß", 200)), 513 },
        { "f", 20_000 },
    };

    [Theory, MemberData(nameof(Entries))]
    public void What_is_written_is_read_again_by_us_and_by_NET(string path, long size)
    {
        byte[] content = [.. Enumerable.Range(0, (int)size).Select(i => (byte)i)];
        var entry = new TarEntry(path, TarEntryKind.File, 0x9ED, 7, 2_000_000_000, size, string.Empty, Xattrs: null);
        var link = new TarEntry("l", TarEntryKind.SymbolicLink, 0x1FF, 0, 0, 0, path, Xattrs: null);
        byte[] archive = Write((entry, content), (link, []));
        Assert.Equal(0, archive.Length % 10240);

        using var ours = new TarReader(new MemoryStream(archive), "test");
        Assert.Equal(entry, ours.Next());
        byte[] read = new byte[size];
        for (int done = 0; done < read.Length;)
            done += ours.Read(read.AsSpan(done));
        Assert.Equal(content, read);
        Assert.Equal(link, ours.Next());
        Assert.Null(ours.Next());
        Assert.True(ours.HasEndMark);

        using var theirs = new System.Formats.Tar.TarReader(new MemoryStream(archive));
        System.Formats.Tar.TarEntry first = theirs.GetNextEntry(copyData: true)!;
        Assert.Equal((path, size, 7, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)), (first.Name, first.Length, first.Uid, first.ModificationTime));
        Assert.Equal(path, theirs.GetNextEntry()!.LinkName);
    }

    [Theory]
    [InlineData("user.a", 0)]
    [InlineData("user.a", 1)]
    [InlineData("user.a", 80)]
    [InlineData("user.a", 900)]
    [InlineData("user.a=b", 3)]
    [InlineData("security.capability", 20)]
    public void Attributes_survive_whatever_their_size(string name, int size)
    {
        for (int length = size; length < size + 15; length++)
        {
            byte[] value = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
            var entry = new TarEntry("f", TarEntryKind.File, 0x1A4, 0, 0, 0, string.Empty, [new(Encoding.UTF8.GetBytes(name), value)]);
            using var reader = new TarReader(new MemoryStream(Write((entry, []))), "test");
            KeyValuePair<byte[], byte[]> read = Assert.Single(reader.Next()!.Xattrs!);
            Assert.Equal((name, Convert.ToHexString(value)), (Encoding.UTF8.GetString(read.Key), Convert.ToHexString(read.Value)));
        }
    }

    private static byte[] Write(params (TarEntry Entry, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        var writer = new TarWriter(stream, 1_700_000_000);
        foreach ((TarEntry entry, byte[] content) in entries)
        {
            writer.WriteEntry(entry);
            writer.WriteContent(content);
            writer.EndContent();
        }

        writer.Finish();
        return stream.ToArray();
    }
}
