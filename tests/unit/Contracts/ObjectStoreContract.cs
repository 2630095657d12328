using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.UnitTests.Contracts;

/// <summary>What every store of loose objects keeps, whatever its mode: objects come back as they went in, or not at all.</summary>
public abstract class ObjectStoreContract : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-store-").FullName;
    private readonly LooseStore _store;

    protected ObjectStoreContract(RepositoryMode mode)
    {
        Mode = mode;
        _store = LooseStore.Create(new ObjectDirectory(DirectoryHandle.Open(_folder), mode), syncEachObject: false, level: 6);
    }

    public static TheoryData<int> Sizes => [0, 1, 100, 65536, 5_000_000];

    // A byte of every part of a small object, and each of its bits at one place.
    public static TheoryData<double, byte> Flips => new()
    {
        { 0.0, 1 }, { 0.1, 0x80 }, { 0.2, 2 }, { 0.3, 4 }, { 0.4, 8 }, { 0.5, 0x10 }, { 0.6, 0x20 }, { 0.7, 0x40 }, { 0.8, 1 }, { 0.9, 0xFF }, { 1.0, 1 },
    };

    protected RepositoryMode Mode { get; }

    /// <summary>The header as this mode can hold it.</summary>
    protected virtual FileHeader Fit(FileHeader header) => header;

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_file_comes_back(int size)
    {
        byte[] payload = Noise(size);
        FileHeader header = File(0x1ED);
        Checksum checksum = Add(header, payload, out bool added);
        Assert.True(added);
        Assert.Equal(payload, Read(checksum, out FileHeader read));
        Assert.Equal(header, read);
        Assert.True(_store.Contains(new ObjectName(checksum, ObjectType.File)));
        Assert.True(_store.TryGetStoredSize(new ObjectName(checksum, ObjectType.File)) >= (Mode == RepositoryMode.Archive ? 1 : size));
    }

    [Theory]
    [InlineData("target")]
    [InlineData("../a/ß 𝒳")]
    [InlineData("/")]
    public void A_symbolic_link_comes_back(string target)
    {
        FileHeader header = Fit(new FileHeader(Owner, Group, UnixMode.Symlink | 0x1FF, target, ExtendedAttributes.Empty));
        Checksum checksum = Add(header, [], out bool added);
        Assert.True(added);
        Assert.Empty(Read(checksum, out FileHeader read));
        Assert.Equal(header, read);
    }

    [Fact]
    public void Extended_attributes_come_back()
    {
        var xattrs = ExtendedAttributes.Create([Xattr("user.b", "\0binary\xff"), Xattr("user.a", "\0"), Xattr("user.long", new string('x', 2000))]);
        FileHeader header = Fit(new FileHeader(Owner, Group, UnixMode.Regular | 0x1A4, string.Empty, xattrs));
        Checksum checksum = Add(header, Noise(10), out _);
        Read(checksum, out FileHeader read);
        Assert.Equal(header, read);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x100u)]
    [InlineData(0x1A4u)]
    [InlineData(0x1FFu)]
    [InlineData(0x9EDu)]
    [InlineData(0xFFFu)]
    public void Modes_come_back(uint mode)
    {
        FileHeader header = File(mode);
        Checksum checksum = Add(header, Noise(3), out _);
        Read(checksum, out FileHeader read);
        Assert.Equal(header, read);
    }

    [Fact]
    public void What_is_there_already_stays_and_leaves_no_trace()
    {
        Checksum checksum = Add(File(0x1A4), Noise(1000), out _);
        string[] before = Listing();
        Assert.Equal(checksum, Add(File(0x1A4), Noise(1000), out bool added));
        Assert.False(added);
        Assert.Equal(before, Listing());
    }

    [Fact]
    public void A_draft_that_is_given_up_leaves_no_trace()
    {
        using (ContentDraft draft = _store.BeginContent(File(0x1A4), 1000))
            draft.Write(Noise(500));
        using (_store.BeginContent(Fit(new FileHeader(Owner, Group, UnixMode.Symlink | 0x1FF, "target", ExtendedAttributes.Empty)), 0))
            Assert.Empty(Listing());
        Assert.Empty(Listing());
    }

    [Theory]
    [InlineData(ObjectType.DirTree)]
    [InlineData(ObjectType.DirMeta)]
    [InlineData(ObjectType.Commit)]
    [InlineData(ObjectType.TombstoneCommit)]
    public void Metadata_come_back(ObjectType type)
    {
        byte[] bytes = Noise(300);
        var name = new ObjectName(new Checksum(SHA256.HashData(bytes)), type);
        Assert.True(_store.WriteMetadata(name, bytes));
        Assert.False(_store.WriteMetadata(name, bytes));
        Assert.Equal(bytes, _store.TryReadMetadata(name));
        Assert.Equal(bytes.Length, _store.TryGetStoredSize(name));
        Assert.Single(Listing());
    }

    [Fact]
    public void Detached_metadata_are_replaced()
    {
        var commit = new Checksum(SHA256.HashData([1]));
        _store.ReplaceDetachedMetadata(commit, [1, 2, 3]);
        _store.ReplaceDetachedMetadata(commit, [4]);
        Assert.Equal([4], _store.TryReadMetadata(new ObjectName(commit, ObjectType.CommitMeta)));
        Assert.Single(Listing());
    }

    [Fact]
    public void What_is_missing_is_not_there()
    {
        var checksum = new Checksum(SHA256.HashData([1]));
        foreach (ObjectType type in Enum.GetValues<ObjectType>())
        {
            Assert.False(_store.Contains(new ObjectName(checksum, type)));
            Assert.Null(_store.TryGetStoredSize(new ObjectName(checksum, type)));
        }

        Assert.Null(_store.TryReadMetadata(new ObjectName(checksum, ObjectType.Commit)));
        Assert.Null(_store.TryOpenContent(checksum));
        Assert.Equal(OstreeFault.ObjectNotFound, Assert.Throws<OstreeException>(() => Loader.OpenPayload(checksum)).Fault);
        Assert.Equal(OstreeFault.ObjectNotFound, Assert.Throws<OstreeException>(() => Loader.LoadCommit(checksum)).Fault);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_file_cut_short_is_noticed(int size)
    {
        Checksum checksum = Add(File(0x1A4), Noise(size), out _);
        string path = PathOf(checksum);
        long length = new FileInfo(path).Length;
        foreach (long left in new[] { length - 1, length / 2, 7, 1, 0 }.Where(left => left >= 0 && left < length))
        {
            using (FileStream file = System.IO.File.OpenWrite(path))
                file.SetLength(left);
            Assert.Equal(OstreeFault.CorruptObject, Assert.Throws<OstreeException>(() => Read(checksum, out _)).Fault);
        }
    }

    [Fact]
    public void A_file_grown_longer_is_noticed()
    {
        if (Mode == RepositoryMode.Archive)
            return;
        Checksum checksum = Add(File(0x1A4), Noise(100), out _);
        System.IO.File.AppendAllText(PathOf(checksum), "x");
        Assert.Equal(OstreeFault.CorruptObject, Assert.Throws<OstreeException>(() => Read(checksum, out _)).Fault);
    }

    // The last bits of a deflate stream, and the padding in front of a header, mean nothing: then what comes back is still right.
    [Theory]
    [MemberData(nameof(Flips))]
    public void A_flipped_bit_is_noticed(double place, byte mask)
    {
        byte[] payload = Noise(5000);
        Checksum checksum = Add(File(0x1A4), payload, out _);
        string path = PathOf(checksum);
        byte[] stored = System.IO.File.ReadAllBytes(path);
        stored[(int)(place * (stored.Length - 1))] ^= mask;
        System.IO.File.WriteAllBytes(path, stored);
        try
        {
            Assert.Equal(payload, Read(checksum, out FileHeader header));
            Assert.Equal(File(0x1A4), header);
            Assert.Equal(RepositoryMode.Archive, Mode);
        }
        catch (OstreeException e)
        {
            Assert.Equal(OstreeFault.CorruptObject, e.Fault);
            Assert.Contains(checksum.ToString()[2..], e.Message + e.Subject, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Metadata_with_a_flipped_bit_or_cut_short_are_noticed(bool cut)
    {
        byte[] bytes = new DirMeta(0, 0, UnixMode.Directory | 0x1ED, ExtendedAttributes.Empty).ToBytes();
        var name = new ObjectName(new Checksum(SHA256.HashData(bytes)), ObjectType.DirMeta);
        _store.WriteMetadata(name, bytes);
        bytes[3] ^= 1;
        System.IO.File.WriteAllBytes(PathOf(name), cut ? bytes[..8] : bytes);
        Assert.Equal(OstreeFault.CorruptObject, Assert.Throws<OstreeException>(() => Loader.LoadDirMeta(name.Checksum)).Fault);
    }

    [Fact]
    public void Metadata_beyond_the_limit_are_neither_read_nor_written()
    {
        var name = new ObjectName(new Checksum(SHA256.HashData([1])), ObjectType.DirTree);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        using (FileStream file = System.IO.File.Create(PathOf(name)))
            file.SetLength(MetadataLimits.MaxBytes + 1L);
        Assert.Equal(OstreeFault.ObjectTooLarge, Assert.Throws<OstreeException>(() => _store.TryReadMetadata(name)).Fault);
    }

    [Theory]
    [InlineData("directory")]
    [InlineData("fifo")]
    [InlineData("socket")]
    [InlineData("dangling link")]
    public void What_is_no_file_is_no_object(string what)
    {
        var checksum = new Checksum(SHA256.HashData([1]));
        foreach (ObjectType type in new[] { ObjectType.File, ObjectType.Commit })
        {
            if (type == ObjectType.File && what == "dangling link" && Mode is RepositoryMode.Bare or RepositoryMode.BareUserOnly or RepositoryMode.BareSplitXattrs)
                continue;
            string path = PathOf(new ObjectName(checksum, type));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using IDisposable? held = Make(what, path);
            OstreeException e = Assert.Throws<OstreeException>(() => type == ObjectType.File ? Read(checksum, out _) : Loader.LoadMetadata(new ObjectName(checksum, type)));
            Assert.Equal(OstreeFault.CorruptObject, e.Fault);
            Assert.Equal(path, e.Subject);
        }
    }

    private static uint Owner => ProcessIdentity.IsRoot ? 1234 : ProcessIdentity.UserId;

    // Whoever is not root keeps the group that new files get.
    private uint Group => ProcessIdentity.IsRoot ? 5678 : _store.Directory.Handle.Stat().Gid;

    private ObjectLoader Loader => new(_store, _folder);

    private FileHeader File(uint permissions) => Fit(new FileHeader(Owner, Group, UnixMode.Regular | permissions, string.Empty, ExtendedAttributes.Empty));

    private Checksum Add(FileHeader header, byte[] payload, out bool added)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new VariantWriter(FileHeader.PlainType);
        ContentHash.AppendHeader(hash, header, writer);
        hash.AppendData(payload);
        Checksum checksum = ContentHash.Finish(hash);
        using ContentDraft draft = _store.BeginContent(header, payload.Length);
        if (!header.IsSymlink)
        {
            draft.Write(payload.AsSpan(0, payload.Length / 3));
            draft.Write(payload.AsSpan(payload.Length / 3));
        }

        added = draft.Publish(checksum);
        return checksum;
    }

    private byte[] Read(in Checksum checksum, out FileHeader header)
    {
        header = Loader.LoadFileHeader(checksum).Header;
        using Stream stream = Loader.OpenPayload(checksum);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private string PathOf(in Checksum checksum) => PathOf(new ObjectName(checksum, ObjectType.File));

    private string PathOf(in ObjectName name) => Path.Combine(_folder, ObjectLayout.PathOf(name, Mode));

    private string[] Listing() => [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static IDisposable? Make(string what, string path)
    {
        switch (what)
        {
            case "directory":
                Directory.CreateDirectory(path);
                return null;
            case "fifo":
                using (Process made = Process.Start("mkfifo", [path]))
                    made.WaitForExit();
                return null;
            case "socket":
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())));
                System.IO.File.Move(socket.LocalEndPoint!.ToString()!, path);
                return socket;
            default:
                System.IO.File.CreateSymbolicLink(path, "nowhere");
                return null;
        }
    }

    private static KeyValuePair<byte[], byte[]> Xattr(string name, string value) => new(Encoding.UTF8.GetBytes(name), Encoding.Latin1.GetBytes(value));

    private static byte[] Noise(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
