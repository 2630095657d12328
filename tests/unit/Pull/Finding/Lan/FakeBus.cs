using System.Net.Sockets;
using System.Text;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Finding.Lan;

namespace OstreePS.UnitTests.Pull.Finding.Lan;

/// <summary>A message bus with whatever is behind it: answers one client as a script says.</summary>
internal sealed class FakeBus : IDisposable
{
    private const string Name = ":1.9";
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-bus-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Starts it.</summary>
    /// <param name="answer">Told the member and serial of each call, sends what it likes.</param>
    internal FakeBus(Action<Stream, string, uint> answer)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        Served = Task.Run(() => Serve(answer));
    }

    /// <summary>What Avahi's unique name is here.</summary>
    internal static string Avahi => Name;

    internal string Path => System.IO.Path.Join(_folder, "bus");

    internal Task Served { get; }

    internal async Task<BusConnection> ConnectAsync(CancellationToken stop) => await BusConnection.OpenAsync((await LocalSocket.TryConnectAsync(Path, stop))!, stop);

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal static void Reply(Stream stream, uint to, string signature, BusWriter body) => Send(stream, BusMessage.Answer, to, sender: "org.freedesktop.DBus", owner: null, member: null, signature, body);

    internal static void Fail(Stream stream, uint to, string name) => Send(stream, BusMessage.Error, to, Name, owner: null, member: name, string.Empty, new BusWriter());

    internal static void Signal(Stream stream, string member, string signature, BusWriter body, string sender = Name)
        => Send(stream, BusMessage.Signal, 0, sender, "org.freedesktop.Avahi.ServiceBrowser", member, signature, body);

    private static void Send(Stream stream, byte kind, uint to, string sender, string? owner, string? member, string signature, BusWriter body)
    {
        byte[] values = body.ToArray();
        var fields = new BusWriter();
        if (to != 0)
            fields.Byte(5).Signature("u").UInt32(to);
        Field(fields, 7, "s", sender);
        if (kind == BusMessage.Signal)
            Field(fields, 1, "o", "/Client0/ServiceBrowser0");
        if (owner is not null)
            Field(fields, 2, "s", owner);
        if (member is not null)
            Field(fields, kind == BusMessage.Error ? (byte)4 : (byte)3, "s", member);
        if (signature.Length > 0)
        {
            fields.Align(8);
            fields.Byte(8).Signature("g").Signature(signature);
        }

        var message = new BusWriter();
        message.Byte((byte)'l').Byte(kind).Byte(0).Byte(1).UInt32((uint)values.Length).UInt32(1).UInt32((uint)fields.Length).Raw(fields.ToArray());
        message.Align(8);
        stream.Write(message.Raw(values).ToArray());
    }

    private static void Field(BusWriter fields, byte code, string type, string value)
    {
        fields.Align(8);
        fields.Byte(code).Signature(type).Text(value);
    }

    private void Serve(Action<Stream, string, uint> answer)
    {
        using Socket client = _listener.Accept();
        using var stream = new NetworkStream(client);
        Assert.StartsWith("\0AUTH EXTERNAL ", Line(stream), StringComparison.Ordinal);
        stream.Write("OK 0123456789abcdef0123456789abcdef\r\n"u8);
        Assert.Equal("BEGIN", Line(stream));
        byte[] head = new byte[16];
        while (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            byte[] fields = new byte[(BitConverter.ToInt32(head, 12) + 7) / 8 * 8];
            stream.ReadExactly(fields);
            stream.ReadExactly(new byte[BitConverter.ToInt32(head, 4)]);
            string text = Encoding.Latin1.GetString(fields);
            string member = new[] { "Hello", "GetNameOwner", "ServiceBrowserNew", "ResolveService" }.Single(name => text.Contains($"\0{name}\0", StringComparison.Ordinal));
            uint serial = BitConverter.ToUInt32(head, 8);
            if (member == "Hello")
                Reply(stream, serial, "s", new BusWriter().Text(":1.42"));
            else
                answer(stream, member, serial);
        }
    }

    private static string Line(NetworkStream stream)
    {
        var line = new StringBuilder();
        for (int next = stream.ReadByte(); next is not ('\n' or -1); next = stream.ReadByte())
            line.Append((char)next);
        return line.ToString().TrimEnd('\r');
    }
}
