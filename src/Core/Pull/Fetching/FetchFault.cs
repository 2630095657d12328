using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Why something was not fetched, and whether it makes sense to try again.</summary>
/// <param name="Exception">What the caller gets if nothing better happens.</param>
/// <param name="IsTransient">Whether the cause may pass by itself.</param>
/// <param name="Delay">How long the server asked to wait; null for no wish.</param>
internal sealed record FetchFault(OstreeException Exception, bool IsTransient, TimeSpan? Delay = null)
{
    private static readonly TimeSpan LongestWish = TimeSpan.FromMinutes(2);

    /// <summary>A response that is an error.</summary>
    internal static FetchFault Of(HttpResponseMessage response, Uri uri)
    {
        int code = (int)response.StatusCode;
        string answer = $"the server answered {code}{(response.ReasonPhrase is { Length: > 0 } reason ? $" ({Short(reason)})" : string.Empty)}";
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone
                => Lasting(OstreeFault.RemoteFileNotFound, uri, answer, "Check the URL of the remote, and whether the repository is published there completely."),
            HttpStatusCode.ProxyAuthenticationRequired
                => Lasting(OstreeFault.AuthenticationFailed, uri, answer.Replace("server", "proxy", StringComparison.Ordinal), "Put name and password into the URL that the remote's setting proxy has."),
            HttpStatusCode.Unauthorized
                => Lasting(OstreeFault.AuthenticationFailed, uri, answer, "Give -Credential, or set tls-client-cert-path and tls-client-key-path of the remote."),
            HttpStatusCode.RequestTimeout
                => Passing(OstreeFault.TransferStalled, uri, answer, "Try again later."),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                => Wish(response) is var wish && wish > LongestWish
                    ? Lasting(OstreeFault.ServerFailed, uri, $"{answer}, and asks to wait {wish.Value.TotalSeconds:0} s", "Try again after that.")
                    : Passing(OstreeFault.ServerFailed, uri, answer, "Try again later.") with { Delay = wish },
            HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout
                => Passing(OstreeFault.ServerFailed, uri, answer, "Try again later, or tell whoever runs the server."),
            _ => Lasting(OstreeFault.ServerFailed, uri, answer, "Check the URL of the remote, and tell whoever runs the server."),
        };
    }

    /// <summary>An exception of the network; null for one that is none, and so a defect.</summary>
    internal static FetchFault? Of(Exception exception, Uri uri) => exception switch
    {
        HttpRequestException request => OfRequest(request, uri),
        HttpIOException io => OfError(io.HttpRequestError, io, uri),
        AuthenticationException tls => Insecure(uri, tls),
        SocketException or IOException => Cut(uri, exception),
        _ => null,
    };

    /// <summary>A transfer that was given up because it was too slow.</summary>
    internal static FetchFault Stalled(Uri uri, TimeSpan time)
        => Passing(OstreeFault.TransferStalled, uri, $"nothing, or too little, came for {time.TotalSeconds:0} s", "Try again later, or allow for a slower connection with -LowSpeedLimit and -LowSpeedTime.");

    /// <summary>A connection that was not made in time.</summary>
    internal static FetchFault Late(Uri uri, Exception inner) => Passing(OstreeFault.ConnectionFailed, uri, "no connection was made in time", "Check that the server runs and can be reached.", inner);

    /// <summary>A failure that trying again does not mend.</summary>
    internal static FetchFault Lasting(OstreeFault fault, Uri uri, string what, string remedy, Exception? inner = null)
        => new(Exceptional(fault, uri, what, remedy, inner), IsTransient: false);

    private static FetchFault Passing(OstreeFault fault, Uri uri, string what, string remedy, Exception? inner = null)
        => new(Exceptional(fault, uri, what, remedy, inner), IsTransient: true);

    private static OstreeException Exceptional(OstreeFault fault, Uri uri, string what, string remedy, Exception? inner)
        => new(fault, $"'{uri}' cannot be fetched: {what}.", uri.ToString(), remedy, inner);

    private static FetchFault OfRequest(HttpRequestException exception, Uri uri)
    {
        for (Exception? inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
                return Insecure(uri, inner);
        }

        return OfError(exception.HttpRequestError, exception, uri);
    }

    private static FetchFault OfError(HttpRequestError error, Exception exception, Uri uri) => error switch
    {
        HttpRequestError.NameResolutionError => Passing(OstreeFault.HostNotFound, uri, $"the host '{PlaceIn(exception) ?? uri.Host}' is not known", "Check the URL of the remote, its proxy if there is one, and whether this machine can look up names.", exception),
        HttpRequestError.SecureConnectionError => Insecure(uri, exception),
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError
            => Lasting(OstreeFault.InvalidResponse, uri, $"the answer is no HTTP that can be read ({Reason(exception)})", "Check that the URL leads to a web server.", exception),
        HttpRequestError.ProxyTunnelError => Lasting(OstreeFault.ConnectionFailed, uri, $"the proxy refused ({Reason(exception)})", "Check the remote's setting proxy, or the environment variable https_proxy.", exception),
        _ => Cut(uri, exception),
    };

    private static FetchFault Insecure(Uri uri, Exception exception) => Lasting(
        OstreeFault.CertificateRejected,
        uri,
        $"no secure connection could be made ({Reason(exception)})",
        "Check tls-ca-path and the client certificate of the remote; tls-permissive accepts any certificate.",
        exception);

    private static FetchFault Cut(Uri uri, Exception exception) => Passing(
        OstreeFault.ConnectionFailed,
        uri,
        $"the connection failed or ended early ({Reason(exception)})",
        "Check that the server, or the proxy, runs and can be reached. What was fetched is kept, and the next pull goes on from there.",
        exception);

    private static string Reason(Exception exception)
    {
        Exception last = exception;
        while (last.InnerException is not null)
            last = last.InnerException;
        return Short($"{last.Message.TrimEnd('.')}{(PlaceIn(exception) is { } place ? $": {place}" : string.Empty)}");
    }

    // What was connected to may be a proxy, and not what the URL names: .NET tells it as (host:port) at the end of its message.
    private static string? PlaceIn(Exception exception)
    {
        string message = exception.Message;
        int open = message.LastIndexOf('(');
        return exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } && open >= 0 && message.EndsWith(')')
            ? message[(open + 1)..^1]
            : null;
    }

    private static string Short(string text) => text.Length > 200 ? $"{text[..200]}…" : text;

    private static TimeSpan? Wish(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero,
        _ => null,
    };
}
