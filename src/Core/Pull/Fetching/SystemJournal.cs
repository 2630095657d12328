using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>The journal of the system, where administrators look for what pulls did and what servers answered.</summary>
/// <remarks>Format: systemd's native protocol, one datagram an entry; a field is <c>NAME=value</c>, or, with line breaks, <c>NAME</c>, its length and its bytes.</remarks>
/// <param name="socket">The socket of the journal.</param>
internal sealed class SystemJournal(string socket)
{
    private const int EntryLimit = 32 * 1024;

    /// <summary>The journal of this machine.</summary>
    internal static SystemJournal OfThisMachine { get; } = new("/run/systemd/journal/socket");

    /// <summary>Adds an entry; where there is no journal, nothing happens.</summary>
    /// <param name="message">What a person reads.</param>
    /// <param name="messageId">What kind of entry it is, 32 hexadecimal digits.</param>
    /// <param name="fields">More fields, their names in capitals.</param>
    internal void Send(string message, string messageId, params IEnumerable<(string Name, string Value)> fields)
    {
        if (!File.Exists(socket))
            return;
        byte[] entry = Encode([("MESSAGE", message), ("MESSAGE_ID", messageId), ("SYSLOG_IDENTIFIER", "OstreePS"), .. fields]);
        if (entry.Length > EntryLimit)
            return;
        try
        {
            using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            sender.SendTo(entry, new UnixDomainSocketEndPoint(socket));
        }
        catch (SocketException)
        {
            // A journal that is full or gone must not fail what it tells of.
            return;
        }
    }

    private static byte[] Encode(IReadOnlyList<(string Name, string Value)> fields)
    {
        using var entry = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        foreach ((string name, string value) in fields)
        {
            byte[] text = Encoding.UTF8.GetBytes(value);
            bool isLong = value.Contains('\n', StringComparison.Ordinal);
            entry.Write(Encoding.ASCII.GetBytes(isLong ? $"{name}\n" : $"{name}="));
            if (isLong)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
                entry.Write(length);
            }

            entry.Write(text);
            entry.WriteByte((byte)'\n');
        }

        return entry.ToArray();
    }
}
