using System.Net.Sockets;

namespace OstreePS.Compat;

/// <summary>A worker's end of the channel: one call at a time, because directory, umask and environment belong to the process.</summary>
public sealed class Listener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Listens at a path, in the place of whoever did before.</summary>
    public Listener(string path)
    {
        string draft = path + "." + Environment.ProcessId;
        _socket.Bind(new UnixDomainSocketEndPoint(draft));
        _socket.Listen(8);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The next call.</summary>
    public Call Accept()
    {
        while (true)
        {
            Socket link = _socket.Accept();
            if (Call.Receive(link) is { } call) return call;
            link.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
