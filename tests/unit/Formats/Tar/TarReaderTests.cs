using System.Formats.Tar;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.Tar;
using Xunit;
using TarEntry = OstreePS.Core.Formats.Tar.TarEntry;
using TarReader = OstreePS.Core.Formats.Tar.TarReader;
using TarWriter = System.Formats.Tar.TarWriter;

namespace OstreePS.UnitTests.Formats.Tar;

/// <summary>.NET's own writer makes the archives, so that a mistake is not made twice.</summary>
public sealed class TarReaderTests
{
    private static readonly string s_long = string.Join('/', Enumerable.Repeat(new string('d', 90), 3)) + "/ß";

    public static TheoryData<TarEntryFormat> Formats => [TarEntryFormat.V7, TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu];

    [Theory, MemberData(nameof(Formats))]
    public void Every_format_gives_back_what_was_written(TarEntryFormat format)
    {
        List<(TarEntry Entry, byte[] Content)> read = Read(Make(format, longNames: format is TarEntryFormat.Pax or TarEntryFormat.Gnu));
        Assert.Equal(["dir/", "dir/file", "dir/link", "dir/hard", "dir/empty"], read.Take(5).Select(e => e.Entry.Path), StringComparer.Ordinal);
        Assert.Equal(
            [TarEntryKind.Directory, TarEntryKind.File, TarEntryKind.SymbolicLink, TarEntryKind.HardLink, TarEntryKind.File],
            read.Take(5).Select(e => e.Entry.Kind));
        TarEntry file = read[1].Entry;
        Assert.Equal((0x9EDu, 1000u, 2000u, 5000L), (file.Permissions, file.Uid, file.Gid, file.Size));
        Assert.Equal(5000, read[1].Content.Length);
        Assert.Equal(("file", "dir/file", string.Empty), (read[2].Entry.LinkTarget, read[3].Entry.LinkTarget, file.LinkTarget));
        if (read.Count > 5)
            Assert.Equal((s_long, s_long), (read[5].Entry.Path, read[6].Entry.LinkTarget));
    }

    [Fact]
    public void Attributes_come_from_both_notations()
    {
        var entry = new PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "f", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SCHILY.xattr.user.one"] = "1",
            ["LIBARCHIVE.xattr.user.t%77o"] = "AAEC",
            ["RHT.security.selinux"] = "system_u:object_r:etc_t:s0",
        });
        TarEntry read = Read(Write(TarEntryFormat.Pax, entry))[0].Entry;
        Assert.Equal(
            ["security.selinux", "user.one", "user.two"],
            read.Xattrs!.Select(x => Encoding.UTF8.GetString(x.Key)).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal([0, 1, 2], read.Xattrs!.Single(x => x.Key.AsSpan().SequenceEqual("user.two"u8)).Value);
    }

    [Fact]
    public void Global_headers_hold_for_what_follows()
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string>(StringComparer.Ordinal) { ["uid"] = "4000000000" }));
            writer.WriteEntry(new UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "f"));
        }

        Assert.Equal(4000000000u, Read(stream.ToArray())[0].Entry.Uid);
    }

    [Fact]
    public void Content_that_nobody_reads_is_passed_over()
    {
        using var reader = new TarReader(new MemoryStream(Make(TarEntryFormat.Pax, longNames: true)), "test");
        int count = 0;
        while (reader.Next() is not null)
            count++;
        Assert.Equal(7, count);
        Assert.True(reader.HasEndMark);
    }

    [Fact]
    public void An_archive_in_pieces_is_the_same()
    {
        byte[] archive = Make(TarEntryFormat.Gnu, longNames: true);
        using var reader = new TarReader(new DribblingStream(archive), "test");
        var paths = new List<string>();
        while (reader.Next() is { } entry)
            paths.Add(entry.Path);
        Assert.Equal(Read(archive).Select(e => e.Entry.Path), paths, StringComparer.Ordinal);
    }

    [Fact]
    public void Every_cut_is_a_fault_or_shows_that_the_end_is_missing()
    {
        byte[] archive = Make(TarEntryFormat.Pax, longNames: true);
        for (int length = 0; length < archive.Length - 1024; length += 61)
        {
            using var reader = new TarReader(new MemoryStream(archive, 0, length), "test");
            try
            {
                while (reader.Next() is not null)
                {
                }

                Assert.False(reader.HasEndMark);
            }
            catch (OstreeException e)
            {
                Assert.Equal(OstreeFault.MalformedArchive, e.Fault);
            }
        }
    }

    [Fact]
    public void Whatever_the_bytes_only_our_exception_is_thrown()
    {
        byte[] archive = Make(TarEntryFormat.Pax, longNames: true);
        var random = new Random(20260131);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = [.. archive];
            int block = random.Next(archive.Length / 512) * 512;
            for (int i = random.Next(1, 4); i > 0; i--)
                damaged[block + random.Next(512)] = (byte)random.Next(256);
            if (round % 2 == 0)
                Reseal(damaged.AsSpan(block, 512));
            try
            {
                Read(damaged);
            }
            catch (OstreeException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 300, 2999);
    }

    private static List<(TarEntry Entry, byte[] Content)> Read(byte[] archive)
    {
        using var reader = new TarReader(new MemoryStream(archive), "test");
        var entries = new List<(TarEntry, byte[])>();
        byte[] buffer = new byte[700];
        while (reader.Next() is { } entry)
        {
            using var content = new MemoryStream();
            for (int count; (count = reader.Read(buffer)) > 0;)
                content.Write(buffer, 0, count);
            entries.Add((entry, content.ToArray()));
        }

        return entries;
    }

    private static byte[] Make(TarEntryFormat format, bool longNames)
    {
        const UnixFileMode Mode = (UnixFileMode)0x9ED;
        System.Formats.Tar.TarEntry New(System.Formats.Tar.TarEntryType type, string name) => format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type == System.Formats.Tar.TarEntryType.RegularFile ? System.Formats.Tar.TarEntryType.V7RegularFile : type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            _ => new GnuTarEntry(type, name),
        };

        System.Formats.Tar.TarEntry file = New(System.Formats.Tar.TarEntryType.RegularFile, "dir/file");
        (file.Mode, file.Uid, file.Gid, file.DataStream) = (Mode, 1000, 2000, new MemoryStream(new byte[5000]));
        System.Formats.Tar.TarEntry link = New(System.Formats.Tar.TarEntryType.SymbolicLink, "dir/link");
        link.LinkName = "file";
        System.Formats.Tar.TarEntry hard = New(System.Formats.Tar.TarEntryType.HardLink, "dir/hard");
        hard.LinkName = "dir/file";
        List<System.Formats.Tar.TarEntry> entries = [New(System.Formats.Tar.TarEntryType.Directory, "dir/"), file, link, hard, New(System.Formats.Tar.TarEntryType.RegularFile, "dir/empty")];
        if (longNames)
        {
            System.Formats.Tar.TarEntry far = New(System.Formats.Tar.TarEntryType.SymbolicLink, "far");
            far.LinkName = s_long;
            entries.AddRange([New(System.Formats.Tar.TarEntryType.RegularFile, s_long), far]);
        }

        return Write(format, [.. entries]);
    }

    private static byte[] Write(TarEntryFormat format, params System.Formats.Tar.TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (System.Formats.Tar.TarEntry entry in entries)
                writer.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    // Gives a header that was tampered with a checksum that fits, so that what is behind the checksum is tried too.
    private static void Reseal(Span<byte> block)
    {
        block.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in block)
            sum += b;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0").CopyTo(block[148..]);
    }

    private sealed class DribblingStream(byte[] data) : MemoryStream(data)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 77));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 77)]);
    }
}
