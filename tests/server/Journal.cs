using System.Text.Json;

namespace OstreePS.TestServer;

/// <summary>What was asked and answered: a line of JSON for each request, in the order in which the answers ended.</summary>
internal sealed class Journal(string file)
{
    private readonly Lock _gate = new();

    internal void Add(HttpRequest request, int status, long bytes)
    {
        string line = JsonSerializer.Serialize(new
        {
            method = request.Method,
            path = request.Path.Value,
            protocol = request.Protocol,
            range = request.Headers.Range.ToString(),
            agent = request.Headers.UserAgent.ToString(),
            headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            status,
            bytes,
        });
        lock (_gate)
            File.AppendAllText(file, line + "\n");
    }
}
