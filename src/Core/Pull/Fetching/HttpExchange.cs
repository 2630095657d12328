using System.Net;
using System.Net.Http;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Sends one request and follows redirects; the answer's body is not read yet.</summary>
/// <remarks>Credentials, cookies and headers of the caller go to the host that was named, never to another that it redirects to.</remarks>
internal sealed class HttpExchange(HttpMessageInvoker http, FetchOptions options)
{
    private const int RedirectLimit = 10;
    private const string AgentHeader = "User-Agent";
    private static readonly string Agent = $"libostree/2026.4 OstreePS/{typeof(HttpExchange).Assembly.GetName().Version!.ToString(3)}";
    private readonly string _agent = options.UserAgentSuffix is { Length: > 0 } suffix ? $"{Agent} {suffix}" : Agent;

    /// <summary>Sends a request.</summary>
    /// <param name="method">What to do there.</param>
    /// <param name="target">The URL.</param>
    /// <param name="authorization">The credentials of the URL; null for none.</param>
    /// <param name="conditions">Adds headers of this one request.</param>
    /// <param name="stop">Ends the exchange.</param>
    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri target, string? authorization, Action<HttpRequestMessage>? conditions, CancellationToken stop)
    {
        Uri uri = target;
        for (int hop = 0; ; hop++)
        {
            bool isTrusted = IsSameOrigin(uri, target);
            using HttpRequestMessage request = Make(method, uri, isTrusted ? authorization : null, isTrusted);
            conditions?.Invoke(request);
            HttpResponseMessage response = await http.SendAsync(request, stop).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return response;
            Uri? location = response.Headers.Location;
            response.Dispose();
            uri = Follow(target, uri, location, hop);
        }
    }

    private static Uri Follow(Uri target, Uri from, Uri? location, int hop)
    {
        if (hop >= RedirectLimit)
            throw FetchFault.Lasting(OstreeFault.InvalidResponse, target, $"it is redirected more than {RedirectLimit} times", "Check the server; the redirects may lead in a circle.").Exception;
        if (location is null || !Uri.TryCreate(from, location, out Uri? next) || next.Scheme is not ("http" or "https"))
            throw FetchFault.Lasting(OstreeFault.InvalidResponse, target, "it is redirected to what is no web address", "Check the server.").Exception;
        if (from.Scheme is "https" && next.Scheme is not "https")
            throw FetchFault.Lasting(OstreeFault.InvalidResponse, target, $"it is redirected from a secure to an insecure address, '{next}'", "Check the server.").Exception;
        return next;
    }

    private static bool IsSameOrigin(Uri one, Uri two)
        => ReferenceEquals(one, two)
            || (string.Equals(one.Scheme, two.Scheme, StringComparison.OrdinalIgnoreCase) && string.Equals(one.Authority, two.Authority, StringComparison.OrdinalIgnoreCase));

    private HttpRequestMessage Make(HttpMethod method, Uri uri, string? authorization, bool isTrusted)
    {
        var request = new HttpRequestMessage(method, uri)
        {
            Version = options.Http2 && uri.Scheme is "https" ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation(AgentHeader, _agent);
        if (CookieSelection.HeaderFor(options.Cookies, uri) is { } cookies)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        if (!isTrusted)
            return request;
        if (options.Credential is { } credential)
            request.Headers.TryAddWithoutValidation("Authorization", BaseUrl.Basic($"{credential.User}:{credential.Password}"));
        else if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach ((string name, string value) in options.Headers)
        {
            // A request names one agent.
            if (string.Equals(name, AgentHeader, StringComparison.OrdinalIgnoreCase))
                request.Headers.Remove(AgentHeader);
            if (!request.Headers.TryAddWithoutValidation(name, value))
                throw new OstreeException(OstreeFault.InvalidOption, $"'{name}' cannot be the header of a request.", name, "Give a name that HTTP allows, such as X-Token.");
        }

        return request;
    }
}
