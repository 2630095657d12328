using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace OstreePS.TestServer;

/// <summary>A proxy for tests: forwards requests for whole URLs, opens tunnels with <c>CONNECT</c>, and may want a user and password first.</summary>
/// <param name="user">The user and password that it wants, <c>user:password</c>; null for none.</param>
/// <param name="lie">How many bytes it adds to the length that servers tell of content objects.</param>
/// <param name="journal">A file that gets a line of JSON for each request.</param>
internal sealed class Proxy(string? user, int lie, string journal) : IDisposable
{
    private const int HeadLimit = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();

    /// <summary>Begins to listen; the URL.</summary>
    internal string Start()
    {
        _listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
    }

    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(stop).ConfigureAwait(false);
            _ = Task.Run(() => ServeAsync(client, stop), CancellationToken.None);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                NetworkStream near = client.GetStream();
                while (await ReadHeadAsync(near, stop).ConfigureAwait(false) is { } head && await AnswerAsync(near, head, stop).ConfigureAwait(false))
                {
                    // A refusal leaves the connection open for the request that brings credentials.
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either side went away: so does the other.
                return;
            }
        }
    }

    // False when the connection has served its purpose.
    private async Task<bool> AnswerAsync(NetworkStream near, string[] head, CancellationToken stop)
    {
        string[] first = head[0].Split(' ');
        bool isTunnel = string.Equals(first[0], "CONNECT", StringComparison.Ordinal);
        bool isAdmitted = user is null || head.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}", StringComparer.OrdinalIgnoreCase);
        Note(first[0], first[1], isAdmitted ? 200 : 407);
        if (!isAdmitted)
        {
            await WriteAsync(near, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n", stop).ConfigureAwait(false);
            return true;
        }

        var target = new Uri(isTunnel ? $"https://{first[1]}" : first[1]);
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host, target.Port, stop).ConfigureAwait(false);
        NetworkStream far = server.GetStream();
        if (isTunnel)
            await WriteAsync(near, "HTTP/1.1 200 Connection established\r\n\r\n", stop).ConfigureAwait(false);
        else
            await WriteAsync(far, Forwarded(first, target, head), stop).ConfigureAwait(false);
        if (lie != 0 && target.AbsolutePath.EndsWith(".filez", StringComparison.Ordinal) && await ReadHeadAsync(far, stop).ConfigureAwait(false) is { } answer)
            await WriteAsync(near, string.Concat(answer.Select(line => Falsified(line) + "\r\n")) + "\r\n", stop).ConfigureAwait(false);
        Task[] ways = [near.CopyToAsync(far, stop), far.CopyToAsync(near, stop)];
        await Task.WhenAny(ways).ConfigureAwait(false);
        return false;
    }

    private string Falsified(string line) => line.Split(": ") is ["Content-Length", var length]
        ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {long.Parse(length, CultureInfo.InvariantCulture) + lie}")
        : line;

    private static string Forwarded(string[] first, Uri target, string[] head)
    {
        IEnumerable<string> kept = head.Skip(1).Where(static line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase));
        return $"{first[0]} {target.PathAndQuery} HTTP/1.1\r\n{string.Concat(kept.Select(static line => line + "\r\n"))}Connection: close\r\n\r\n";
    }

    private static async Task<string[]?> ReadHeadAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (head.Count < HeadLimit && await stream.ReadAsync(one, stop).ConfigureAwait(false) == 1)
        {
            head.Add(one[0]);
            if (head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
                return Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        }

        return null;
    }

    private static Task WriteAsync(NetworkStream stream, string text, CancellationToken stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop).AsTask();

    private void Note(string method, string target, int status)
    {
        lock (_gate)
            File.AppendAllText(journal, JsonSerializer.Serialize(new { method, target, status }) + "\n");
    }
}
