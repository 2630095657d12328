using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Which cookies a request carries.</summary>
internal static class CookieSelection
{
    /// <summary>The header for a URL; null for none.</summary>
    internal static string? HeaderFor(IReadOnlyList<Cookie> cookies, Uri uri)
    {
        if (cookies.Count == 0)
            return null;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string header = string.Join("; ", cookies
            .Where(cookie => FitsHost(cookie.Domain, uri.Host) && FitsPath(cookie.Path, uri.AbsolutePath))
            .Where(cookie => (!cookie.IsSecure || uri.Scheme is "https") && (cookie.Expires is null || cookie.Expires > now))
            .OrderByDescending(cookie => cookie.Path.Length)
            .Select(cookie => $"{cookie.Name}={cookie.Value}"));
        return header.Length == 0 ? null : header;
    }

    private static bool FitsHost(string domain, string host)
    {
        string bare = domain.TrimStart('.');
        return string.Equals(host, bare, StringComparison.OrdinalIgnoreCase)
            || (domain.StartsWith('.') && host.EndsWith($".{bare}", StringComparison.OrdinalIgnoreCase));
    }

    private static bool FitsPath(string path, string requested)
        => requested.StartsWith(path, StringComparison.Ordinal) && (path.EndsWith('/') || requested.Length == path.Length || requested[path.Length] == '/');
}
