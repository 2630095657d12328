using System.Net;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Which proxy a URL is asked through: the remote's, or else the one that the environment names, unless <c>no_proxy</c> excepts the host.</summary>
/// <remarks>
/// The environment is read for each pull, since a session may change it; .NET would read it once. The rules are those of curl, which upstream uses:
/// <c>SCHEME_proxy</c> before <c>all_proxy</c>, small letters before capital ones, and <c>no_proxy</c> also for the remote's own proxy.
/// </remarks>
internal sealed class Proxies : IWebProxy, ICredentials
{
    private readonly Proxy? _plain;
    private readonly Proxy? _secure;
    private readonly ProxyExceptions _exceptions;

    private Proxies(Proxy? plain, Proxy? secure, ProxyExceptions exceptions)
    {
        _plain = plain;
        _secure = secure;
        _exceptions = exceptions;
    }

    /// <summary>The user and password of each proxy are those of its URL.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new InvalidOperationException("The credentials of a proxy come from its URL.");
    }

    /// <summary>The proxies of a remote.</summary>
    /// <param name="own">The URL that the remote's configuration names; null or empty for those of the environment.</param>
    /// <param name="environment">The value of a variable; null where it is not set.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidUrl"/>.</exception>
    internal static Proxies Of(string? own, Func<string, string?> environment)
    {
        ProxyExceptions exceptions = ProxyExceptions.Parse(Variable("no_proxy"));
        if (own is { Length: > 0 })
        {
            Proxy proxy = Parse(own, "the remote's setting proxy");
            return new Proxies(proxy, proxy, exceptions);
        }

        return new Proxies(Named("http_proxy"), Named("https_proxy"), exceptions);

        string? Variable(string name)
            => environment(name) is { Length: > 0 } small ? small : environment(name.ToUpperInvariant()) is { Length: > 0 } capital ? capital : null;

        Proxy? Named(string name)
        {
            string taken = Variable(name) is null ? "all_proxy" : name;
            return Variable(taken) is { } url ? Parse(url, $"the environment variable {taken}") : null;
        }
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => For(destination)?.Address;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => For(host) is null;

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType)
        => uri == _plain?.Address ? _plain?.Credential : uri == _secure?.Address ? _secure?.Credential : null;

    private Proxy? For(Uri uri) => _exceptions.Contain(uri) ? null : uri.Scheme is "https" ? _secure : _plain;

    private static Proxy Parse(string text, string origin)
    {
        string url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";

        // That the proxy looks up the host is what SOCKS 5 does here anyway.
        if (url.StartsWith("socks5h:", StringComparison.OrdinalIgnoreCase))
            url = $"socks5{url["socks5h".Length..]}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
        {
            string shown = uri?.Host is { Length: > 0 } host ? host : BaseUrl.Redact(text);
            throw new OstreeException(OstreeFault.InvalidUrl, $"The proxy '{shown}' is no URL of a proxy.", shown, $"Give {origin} a URL that begins with http://, https:// or socks5://.");
        }

        string[] parts = uri.UserInfo.Split(':', 2);
        var credential = parts[0].Length > 0 ? new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty) : null;
        return new Proxy(new UriBuilder(uri) { UserName = string.Empty, Password = string.Empty }.Uri, credential);
    }

    private sealed record Proxy(Uri Address, NetworkCredential? Credential);
}
