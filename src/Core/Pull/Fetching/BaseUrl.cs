using System.Buffers;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Where a repository is on a server: the URL below which its files lie, and the credentials that it held.</summary>
internal sealed class BaseUrl
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private readonly string _prefix;
    private readonly string _query;

    private BaseUrl(Uri uri, string prefix, string query, string? authorization)
    {
        Uri = uri;
        _prefix = prefix;
        _query = query;
        Authorization = authorization;
    }

    /// <summary>The URL without credentials.</summary>
    internal Uri Uri { get; }

    /// <summary>The header that carries the credentials; null for none. It goes to this host only.</summary>
    internal string? Authorization { get; }

    internal bool IsFile => Uri.IsFile;

    /// <summary>Reads a URL.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidUrl"/>.</exception>
    internal static BaseUrl Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || (uri.Scheme is not ("http" or "https") && !(uri.IsFile && text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))))
        {
            throw new OstreeException(
                OstreeFault.InvalidUrl,
                $"'{Redact(text)}' is no URL that can be fetched from.",
                Redact(text),
                "Give a URL that begins with http://, https:// or file://.");
        }

        string? authorization = uri.UserInfo.Length == 0 ? null : Basic(Uri.UnescapeDataString(uri.UserInfo));
        var bare = new UriBuilder(uri) { UserName = string.Empty, Password = string.Empty, Fragment = string.Empty };
        string prefix = bare.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new BaseUrl(bare.Uri, WithScope(prefix, uri), uri.Query, authorization);
    }

    /// <summary>The URL of a file of the repository.</summary>
    internal Uri Of(string path) => path.Length == 0 ? Uri : new Uri($"{_prefix}/{Escape(path)}{_query}");

    /// <summary>What this file lies in, with the same credentials and the same query.</summary>
    internal BaseUrl Parent()
    {
        string prefix = WithScope(new Uri(Uri, ".").GetLeftPart(UriPartial.Path).TrimEnd('/'), Uri);
        return new BaseUrl(new Uri($"{prefix}/{_query}"), prefix, _query, Authorization);
    }

    internal static string Basic(string userAndPassword) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}";

    /// <summary>The URL without credentials.</summary>
    public override string ToString() => Uri.ToString();

    // An address that is good on one link only is nothing without the interface, which Uri leaves out of its text.
    private static string WithScope(string prefix, Uri uri)
        => uri.HostNameType == UriHostNameType.IPv6 && uri.DnsSafeHost.Contains('%', StringComparison.Ordinal) ? prefix.Replace(uri.Host, $"[{uri.DnsSafeHost}]", StringComparison.Ordinal) : prefix;

    // What an object lies under needs no escaping.
    private static string Escape(string path)
        => path.AsSpan().ContainsAnyExcept(Plain) ? string.Join('/', path.Split('/').Select(Uri.EscapeDataString)) : path;

    // What cannot be read as a URL may hold a password all the same.
    internal static string Redact(string text) => text.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? $"…{text[at..]}" : text;
}
