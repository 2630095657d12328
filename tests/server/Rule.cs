using System.Text.Json.Serialization;

namespace OstreePS.TestServer;

/// <summary>One misbehaviour. Everything but <see cref="Path"/> is optional.</summary>
internal sealed record Rule
{
    /// <summary>A regular expression; the rule holds for requests whose path it matches.</summary>
    public string Path { get; init; } = ".*";

    /// <summary>How many requests it holds for; 0 for all.</summary>
    public int Times { get; init; }

    /// <summary>Milliseconds to wait before the answer.</summary>
    public int Delay { get; init; }

    /// <summary>What to do; null to answer rightly.</summary>
    public Fault? Fault { get; init; }

    /// <summary>For <see cref="TestServer.Fault.Status"/>: the status to answer with.</summary>
    public int Status { get; init; } = 500;

    /// <summary>For <see cref="TestServer.Fault.Status"/>: the seconds in <c>Retry-After</c>; 0 for no such header.</summary>
    public int RetryAfter { get; init; }

    /// <summary>For the faults that begin within a body: after how many bytes of it.</summary>
    public long After { get; init; }

    /// <summary>For <see cref="TestServer.Fault.Redirect"/>: where to; a path of this server, or a URL.</summary>
    public string Location { get; init; } = string.Empty;

    /// <summary>A header that a request must carry, <c>Name: value</c>; 403 without it.</summary>
    public string? RequireHeader { get; init; }

    /// <summary>A user and password, <c>user:password</c>, that basic authentication must give; 401 without them.</summary>
    public string? RequireUser { get; init; }

    /// <summary>Whether requests for a part of a file get all of it.</summary>
    public bool IgnoreRange { get; init; }
}

/// <summary>What a server can do wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fault>))]
internal enum Fault
{
    /// <summary>Answers with <see cref="Rule.Status"/>.</summary>
    Status,

    /// <summary>Cuts the connection after <see cref="Rule.After"/> bytes of the body.</summary>
    Cut,

    /// <summary>Sends nothing more after <see cref="Rule.After"/> bytes, and keeps the connection.</summary>
    Stall,

    /// <summary>Turns over the bits of the byte at <see cref="Rule.After"/>.</summary>
    Corrupt,

    /// <summary>Sends <see cref="Rule.After"/> bytes as if they were all.</summary>
    Truncate,

    /// <summary>Sends the file, and zeros without end after it.</summary>
    Endless,

    /// <summary>Sends <see cref="Rule.After"/> zeros, compressed as <c>deflate</c> after a right header of an object.</summary>
    Bomb,

    /// <summary>Redirects to <see cref="Rule.Location"/>.</summary>
    Redirect,

    /// <summary>Answers 200 with a page of HTML.</summary>
    Html,

    /// <summary>Sends <see cref="Rule.After"/> bytes of headers.</summary>
    LongHeader,
}
