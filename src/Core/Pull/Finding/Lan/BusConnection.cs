using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Fetching;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>A connection to the system's message bus. For one user at a time.</summary>
/// <remarks>D-Bus Specification 0.43: "Authentication Protocol" with EXTERNAL, and "Message Format". Messages are small here, and larger ones refused.</remarks>
internal sealed class BusConnection : IDisposable
{
    private const string Bus = "org.freedesktop.DBus";
    private const string DefaultSocket = "/run/dbus/system_bus_socket";
    private const int MessageLimit = 1 << 20;
    private const int LineLimit = 4096;
    private const int HeadLength = 16;
    private readonly Stream _stream;
    private uint _serial;

    private BusConnection(Stream stream) => _stream = stream;

    /// <summary>Connects to the bus that <c>DBUS_SYSTEM_BUS_ADDRESS</c> names, or the usual one; null where there is none.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidResponse"/> or <see cref="OstreeFault.ConnectionFailed"/>: what is there is no bus, or does not let us in.</exception>
    internal static async Task<BusConnection?> TryOpenAsync(CancellationToken stop)
    {
        string path = SocketOf(Environment.GetEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS")) ?? DefaultSocket;
        return await LocalSocket.TryConnectAsync(path, stop).ConfigureAwait(false) is { } stream ? await OpenAsync(stream, stop).ConfigureAwait(false) : null;
    }

    /// <summary>Greets the bus at the other end of a stream.</summary>
    internal static async Task<BusConnection> OpenAsync(Stream stream, CancellationToken stop)
    {
        var connection = new BusConnection(stream);
        try
        {
            string user = Convert.ToHexString(Encoding.ASCII.GetBytes(ProcessIdentity.UserId.ToString(CultureInfo.InvariantCulture)));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"\0AUTH EXTERNAL {user}\r\n"), stop).ConfigureAwait(false);
            string answer = await connection.ReadLineAsync(stop).ConfigureAwait(false);
            if (!answer.StartsWith("OK ", StringComparison.Ordinal))
                throw Malformed($"it answers '{answer}' to who we are");
            await stream.WriteAsync("BEGIN\r\n"u8.ToArray(), stop).ConfigureAwait(false);
            await connection.CallBusAsync("Hello", string.Empty, new BusWriter(), stop).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The unique name of who owns a well-known name; null when nobody does. Nobody is started for it.</summary>
    internal async Task<string?> FindOwnerAsync(string name, CancellationToken stop)
    {
        BusMessage answer = await CallBusAsync("GetNameOwner", "s", new BusWriter().Text(name), stop).ConfigureAwait(false);
        return answer.Kind == BusMessage.Answer ? answer.Read().Text() : null;
    }

    /// <summary>Sends a call.</summary>
    /// <returns>The serial that its answer will bear.</returns>
    internal async Task<uint> SendAsync(string destination, string path, string callee, string member, string signature, BusWriter body, CancellationToken stop)
    {
        const byte NoAutoStart = 2;
        byte[] values = body.ToArray();
        uint serial = ++_serial;
        var head = new BusWriter();
        head.Byte((byte)'l').Byte(BusMessage.Call).Byte(NoAutoStart).Byte(1).UInt32((uint)values.Length).UInt32(serial);
        var fields = new BusWriter();
        AddField(fields, 1, "o", path);
        AddField(fields, 2, "s", callee);
        AddField(fields, 3, "s", member);
        AddField(fields, 6, "s", destination);
        if (signature.Length > 0)
        {
            fields.Align(8);
            fields.Byte(8).Signature("g").Signature(signature);
        }

        head.UInt32((uint)fields.Length).Raw(fields.ToArray());
        head.Align(8);
        head.Raw(values);
        try
        {
            await _stream.WriteAsync(head.ToArray(), stop).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw Cut(e);
        }

        return serial;
    }

    /// <summary>Waits for the next message.</summary>
    internal async Task<BusMessage> ReceiveAsync(CancellationToken stop)
    {
        byte[] head = await ReadAsync(HeadLength, stop).ConfigureAwait(false);
        bool bigEndian = head[0] == (byte)'B';
        if (head[0] is not ((byte)'l' or (byte)'B') || head[3] != 1)
            throw Malformed("a message begins as none does");
        uint body = Number(head.AsSpan(4), bigEndian);
        uint fields = Number(head.AsSpan(12), bigEndian);
        if (body > MessageLimit || fields > MessageLimit)
            throw Malformed($"a message has more than {MessageLimit} bytes");
        byte[] names = await ReadAsync((int)((fields + 7) / 8 * 8), stop).ConfigureAwait(false);
        byte[] values = await ReadAsync((int)body, stop).ConfigureAwait(false);
        return Parse(head[1], names.AsSpan(0, (int)fields), values, bigEndian);
    }

    public void Dispose() => _stream.Dispose();

    internal static OstreeException Malformed(string what)
        => new(OstreeFault.InvalidResponse, $"The system's message bus is not understood: {what}.", DefaultSocket, "Check the environment variable DBUS_SYSTEM_BUS_ADDRESS, and whether D-Bus runs.");

    private static OstreeException Cut(Exception? cause)
        => new(OstreeFault.ConnectionFailed, "The system's message bus has closed the connection.", DefaultSocket, "Check whether D-Bus runs.", cause);

    private static string? SocketOf(string? address) => address?.Split(';')
        .Where(static part => part.StartsWith("unix:", StringComparison.Ordinal))
        .SelectMany(static part => part["unix:".Length..].Split(','))
        .Where(static pair => pair.StartsWith("path=", StringComparison.Ordinal))
        .Select(static pair => Uri.UnescapeDataString(pair["path=".Length..]))
        .FirstOrDefault();

    private static void AddField(BusWriter fields, byte code, string type, string value)
    {
        fields.Align(8);
        fields.Byte(code).Signature(type).Text(value);
    }

    private static uint Number(ReadOnlySpan<byte> raw, bool bigEndian)
        => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(raw) : BinaryPrimitives.ReadUInt32LittleEndian(raw);

    private static BusMessage Parse(byte kind, ReadOnlySpan<byte> fields, byte[] body, bool bigEndian)
    {
        // The fields begin at byte 16 of the message, so that alignment is the same as from its start.
        var reader = new BusReader(fields, bigEndian);
        uint replyTo = 0;
        string sender = string.Empty, owner = string.Empty, member = string.Empty;
        while (!reader.IsAtEnd)
        {
            reader.Align(8);
            if (reader.IsAtEnd)
                break;
            byte code = reader.Byte();
            string type = reader.Signature();
            switch (code, type)
            {
                case (5, "u"):
                    replyTo = reader.UInt32();
                    break;
                case (2, "s"):
                    owner = reader.Text();
                    break;
                case (3 or 4, "s"):
                    member = reader.Text();
                    break;
                case (7, "s"):
                    sender = reader.Text();
                    break;
                case (_, "s" or "o"):
                    reader.Text();
                    break;
                case (_, "g"):
                    reader.Signature();
                    break;
                case (_, "u"):
                    reader.UInt32();
                    break;
                default:
                    throw Malformed($"a message has a field of the type '{type}'");
            }
        }

        return new BusMessage(kind, replyTo, sender, owner, member, body, bigEndian);
    }

    private async Task<BusMessage> CallBusAsync(string member, string signature, BusWriter body, CancellationToken stop)
    {
        uint serial = await SendAsync(Bus, "/org/freedesktop/DBus", Bus, member, signature, body, stop).ConfigureAwait(false);
        while (true)
        {
            BusMessage message = await ReceiveAsync(stop).ConfigureAwait(false);
            if (message.ReplyTo == serial)
                return message;
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken stop)
    {
        var line = new StringBuilder();
        while (line.Length < LineLimit)
        {
            char next = (char)(await ReadAsync(1, stop).ConfigureAwait(false))[0];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(next);
        }

        throw Malformed("its first line does not end");
    }

    private async Task<byte[]> ReadAsync(int count, CancellationToken stop)
    {
        byte[] bytes = new byte[count];
        try
        {
            await _stream.ReadExactlyAsync(bytes, stop).ConfigureAwait(false);
            return bytes;
        }
        catch (IOException e)
        {
            throw Cut(e);
        }
    }
}
