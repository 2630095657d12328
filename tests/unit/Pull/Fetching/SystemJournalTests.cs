using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.UnitTests.Pull.Fetching;

public sealed class SystemJournalTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"journal-{Guid.NewGuid():n}");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };

    public SystemJournalTests() => _socket.Bind(new UnixDomainSocketEndPoint(_path));

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void A_pull_that_is_done_is_told_with_the_fields_of_upstream()
    {
        var result = new PullResult
        {
            Repository = "/r",
            Source = "https://h/r",
            Refs = [new PulledRef(new RefAddress("os/main", "origin"), null, default)],
            Commits = [default(Checksum)],
            Metadata = 3,
            ContentLinked = 0,
            ContentFetched = 5,
            Bytes = 4711,
            Elapsed = TimeSpan.FromSeconds(2.5),
        };
        new PullJournal(new SystemJournal(_path)).Note("origin", "https", isPinned: true, "commit", "disabled", result);
        Dictionary<string, string> entry = Receive();
        Assert.Equal("75ba3deb0af041a9a46272ff85d9e73e", entry["MESSAGE_ID"]);
        Assert.Equal("origin", entry["OSTREE_REMOTE"]);
        Assert.Equal("commit", entry["OSTREE_GPG"]);
        Assert.Equal("disabled", entry["OSTREE_SIGN"]);
        Assert.Equal("2", entry["OSTREE_SECONDS"]);
        Assert.Equal("4711 bytes", entry["OSTREE_XFER_SIZE"]);
        Assert.Contains("pull from 'origin' for os/main complete\n", entry["MESSAGE"], StringComparison.Ordinal);
        Assert.Contains("CA-pinned", entry["MESSAGE"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_is_told_with_its_url()
    {
        using var fetcher = new Fetcher(new FetchOptions { Retries = 0 }, IOperationObserver.None, "origin", new SystemJournal(_path));
        var request = new FetchRequest([BaseUrl.Parse("http://127.0.0.1:1/r")], "config", 100);
        await Assert.ThrowsAsync<OstreeException>(() => fetcher.FetchAsync(request, TestContext.Current.CancellationToken));
        Dictionary<string, string> entry = Receive();
        Assert.Equal("f02bce89a54e4efab3a94a797d26204a", entry["MESSAGE_ID"]);
        Assert.Equal("origin", entry["OSTREE_REMOTE"]);
        Assert.Equal("http://127.0.0.1:1/r/config", entry["OSTREE_URL"]);
        Assert.Equal("3", entry["PRIORITY"]);
    }

    [Fact]
    public void Where_nobody_listens_nothing_happens()
    {
        new SystemJournal(_path + "-not").Send("text", "0");
        _socket.Dispose();
        new SystemJournal(_path).Send("text", "0");
    }

    private Dictionary<string, string> Receive()
    {
        byte[] buffer = new byte[64 * 1024];
        ReadOnlySpan<byte> entry = buffer.AsSpan(0, _socket.Receive(buffer));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!entry.IsEmpty)
        {
            int line = entry.IndexOf((byte)'\n');
            int equals = entry[..line].IndexOf((byte)'=');
            if (equals >= 0)
            {
                fields[Encoding.ASCII.GetString(entry[..equals])] = Encoding.UTF8.GetString(entry[(equals + 1)..line]);
                entry = entry[(line + 1)..];
                continue;
            }

            string name = Encoding.ASCII.GetString(entry[..line]);
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(entry[(line + 1)..]);
            entry = entry[(line + 1 + sizeof(ulong))..];
            fields[name] = Encoding.UTF8.GetString(entry[..length]);
            entry = entry[(length + 1)..];
        }

        return fields;
    }
}
