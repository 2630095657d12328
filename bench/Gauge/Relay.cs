using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace OstreePS.Gauge;

/// <summary>Passes connections on to a server, and lets each piece that a client sends wait: a network that is far away.</summary>
internal static class Relay
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>Runs until it is killed; the port where it listens goes to a file.</summary>
    internal static string Run(string portFile, int target, int milliseconds)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(512);
        File.WriteAllText(portFile + ".part", ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        File.Move(portFile + ".part", portFile, overwrite: true);
        while (true)
        {
            Socket client = listener.AcceptSocket();
            _ = Task.Run(() => ServeAsync(client, target, milliseconds));
        }
    }

    private static async Task ServeAsync(Socket client, int target, int milliseconds)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            using (client)
            {
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target)).ConfigureAwait(false);
                await Task.WhenAny(DelayAsync(client, server, milliseconds), CopyAsync(server, client)).ConfigureAwait(false);
            }
        }
        catch (SocketException)
        {
            // One side has gone; so does the other.
            return;
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[PieceBytes];
        for (int count; (count = await from.ReceiveAsync(buffer).ConfigureAwait(false)) > 0;)
            await to.SendAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
    }

    private static async Task DelayAsync(Socket from, Socket to, int milliseconds)
    {
        var pieces = Channel.CreateUnbounded<(byte[] Bytes, long Due)>();
        Task sending = SendAsync(pieces.Reader, to);
        byte[] buffer = new byte[PieceBytes];
        for (int count; (count = await from.ReceiveAsync(buffer).ConfigureAwait(false)) > 0;)
            pieces.Writer.TryWrite((buffer[..count], Environment.TickCount64 + milliseconds));
        pieces.Writer.Complete();
        await sending.ConfigureAwait(false);
    }

    private static async Task SendAsync(ChannelReader<(byte[] Bytes, long Due)> pieces, Socket to)
    {
        await foreach ((byte[] bytes, long due) in pieces.ReadAllAsync().ConfigureAwait(false))
        {
            long wait = due - Environment.TickCount64;
            if (wait > 0)
                await Task.Delay((int)wait).ConfigureAwait(false);
            await to.SendAsync(bytes).ConfigureAwait(false);
        }
    }
}
