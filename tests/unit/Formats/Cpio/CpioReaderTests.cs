using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.Cpio;
using OstreePS.Core.Formats.Tar;
using Xunit;

namespace OstreePS.UnitTests.Formats.Cpio;

public sealed class CpioReaderTests
{
    private const uint File = 0x81A4;

    [Fact]
    public void Old_and_new_headers_may_follow_one_another()
    {
        List<(TarEntry Entry, string Content)> read = Read(
            [.. New("a", File, links: 1, inode: 1, "content"), .. Old("b", "0100644", "more"), .. New("l", 0xA1FF, links: 1, inode: 2, "a"), .. New("TRAILER!!!", 0, 1, 0, "")]);
        Assert.Equal(["a", "b", "l"], read.Select(e => e.Entry.Path), StringComparer.Ordinal);
        Assert.Equal(["content", "more", ""], read.Select(e => e.Content), StringComparer.Ordinal);
        Assert.Equal((0x1A4u, 1000u, 2000u), (read[0].Entry.Permissions, read[0].Entry.Uid, read[0].Entry.Gid));
        Assert.Equal((TarEntryKind.SymbolicLink, "a", 0L), (read[2].Entry.Kind, read[2].Entry.LinkTarget, read[2].Entry.Size));
    }

    [Fact]
    public void Files_with_several_links_become_links_to_the_first()
    {
        List<(TarEntry Entry, string Content)> read = Read(
            [.. New("a", File, links: 2, inode: 7, ""), .. New("b", File, links: 2, inode: 7, "content"), .. New("c", File, links: 2, inode: 7, "another")]);
        Assert.Equal([TarEntryKind.File, TarEntryKind.HardLink, TarEntryKind.File], read.Select(e => e.Entry.Kind));
        Assert.Equal(("a", 7L, "content"), (read[1].Entry.LinkTarget, read[1].Entry.Size, read[1].Content));
    }

    [Theory]
    [InlineData(0x1000u)]
    [InlineData(0x2000u)]
    [InlineData(0x6000u)]
    [InlineData(0xC000u)]
    [InlineData(0u)]
    public void Anything_else_is_special(uint type) => Assert.Equal(TarEntryKind.Special, Read(New("x", type, 1, 1, ""))[0].Entry.Kind);

    [Fact]
    public void Every_cut_is_a_fault_or_an_end()
    {
        byte[] whole = New("name", File, 1, 1, "content");
        for (int length = 1; length < whole.Length - 1; length++)
            Assert.Equal(OstreeFault.MalformedArchive, Assert.Throws<OstreeException>(() => Read(whole[..length])).Fault);
    }

    [Fact]
    public void Every_other_byte_is_a_fault_or_another_archive()
    {
        byte[] whole = [.. New("name", File, 1, 1, "content"), .. Old("b", "0100644", "more")];
        for (int i = 0; i < whole.Length * 256; i++)
        {
            byte[] harmed = [.. whole];
            harmed[i / 256] = (byte)i;
            try
            {
                Read(harmed);
            }
            catch (OstreeException e)
            {
                Assert.Contains(e.Fault, new[] { OstreeFault.MalformedArchive, OstreeFault.InvalidName });
            }
        }
    }

    private static List<(TarEntry Entry, string Content)> Read(byte[] archive)
    {
        using var reader = new CpioReader(new MemoryStream(archive), "test");
        var read = new List<(TarEntry, string)>();
        while (reader.Next() is { } entry)
        {
            byte[] content = new byte[Math.Min(entry.Size, 4096)];
            for (int done = 0, count; done < content.Length && (count = reader.Read(content.AsSpan(done))) > 0;)
                done += count;
            read.Add((entry, Encoding.UTF8.GetString(content)));
        }

        return read;
    }

    private static byte[] New(string name, uint mode, uint links, uint inode, string content)
    {
        uint[] fields = [inode, mode, 1000, 2000, links, 0, (uint)content.Length, 8, 1, 0, 0, (uint)name.Length + 1, 0];
        string header = "070701" + string.Concat(fields.Select(field => field.ToString("X8", CultureInfo.InvariantCulture)));
        return Encoding.ASCII.GetBytes(Pad(header + name + '\0') + Pad(content));
    }

    private static byte[] Old(string name, string mode, string content) => Encoding.ASCII.GetBytes(
        $"070707000010000011{mode[1..]}001750003720000001000000{new string('0', 11)}{Octal(name.Length + 1, 6)}{Octal(content.Length, 11)}{name}\0{content}");

    private static string Octal(int number, int width) => Convert.ToString(number, 8).PadLeft(width, '0');

    private static string Pad(string text) => text.PadRight((text.Length + 3) / 4 * 4, '\0');
}
