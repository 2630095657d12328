using System.Net.Sockets;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Connects to services of this machine.</summary>
internal static class LocalSocket
{
    /// <summary>Connects to a Unix socket; null where nobody listens, or not for us.</summary>
    internal static async Task<Stream?> TryConnectAsync(string path, CancellationToken stop)
    {
        if (!File.Exists(path))
            return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            // Such as a socket that a service left behind: nobody is there.
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
