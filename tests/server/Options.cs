namespace OstreePS.TestServer;

/// <summary>What the server is told when it starts.</summary>
/// <param name="Root">The directory that is served.</param>
/// <param name="State">A directory where it writes <c>url</c> when it listens and <c>requests.jsonl</c> as it answers, and reads <c>rules.json</c>.</param>
/// <param name="Certificate">A PEM certificate, which makes it speak TLS; null for none.</param>
/// <param name="Key">The PEM key of the certificate.</param>
/// <param name="ClientAuthority">The PEM certificate that must have issued those of clients; null when they need none.</param>
/// <param name="Proxy">Makes it a proxy, and a server of nothing: <c>open</c>, <c>lie:BYTES</c> to add to lengths, or the <c>user:password</c> that it wants; null for none.</param>
internal sealed record Options(string Root, string State, string? Certificate, string? Key, string? ClientAuthority, string? Proxy)
{
    internal static Options? TryParse(string[] arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < arguments.Length; i += 2)
            values[arguments[i]] = arguments[i + 1];
        return values.TryGetValue("--root", out string? root) && values.TryGetValue("--state", out string? state)
            ? new Options(Path.GetFullPath(root), Path.GetFullPath(state), values.GetValueOrDefault("--certificate"), values.GetValueOrDefault("--key"), values.GetValueOrDefault("--client-ca"), values.GetValueOrDefault("--proxy"))
            : null;
    }
}
