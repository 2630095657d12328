using System.Buffers;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Fetches files of repositories over HTTP and from disk: the only place that opens connections. May be used from many threads.</summary>
/// <remarks>
/// Each request goes to the mirrors in their order. When all have failed, and the failure may pass, it waits and asks again; what
/// came of the body is kept and only the rest is asked for. A mirror that answers that it does not have the file ends nothing
/// but its own turn.
/// </remarks>
internal sealed class Fetcher : IDisposable
{
    private const string HttpFailure = "f02bce89a54e4efab3a94a797d26204a";
    private const int Http1Connections = 48;
    private const int ProgressToForget = 64 * 1024;
    private readonly FetchOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly HttpExchange _exchange;
    private readonly TransferWatch _watch;
    private readonly BandwidthLimit _bandwidth;
    private readonly IOperationObserver _observer;
    private readonly string? _remote;
    private readonly SystemJournal? _journal;
    private long _bytes;
    private long _requests;

    internal Fetcher(FetchOptions options, IOperationObserver observer, string? remote = null, SystemJournal? journal = null)
    {
        _remote = remote;
        _journal = journal;
        _options = options;
        _observer = observer;
        Parallelism = options.MaxRequests ?? Http1Connections;
        _http = HttpConnections.Open(options, Parallelism);
        _exchange = new HttpExchange(_http, options);
        _watch = new TransferWatch(options.LowSpeedBytes, options.LowSpeedTime);
        _bandwidth = new BandwidthLimit(options.BandwidthLimit);
    }

    /// <summary>How many requests make sense at a time.</summary>
    internal int Parallelism { get; }

    /// <summary>Bytes of bodies that came over the network.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Requests that were made.</summary>
    internal long Requests => Interlocked.Read(ref _requests);

    /// <summary>Fetches a file.</summary>
    /// <returns>The file; null when it is optional and not there.</returns>
    /// <exception cref="OstreeException">One of the faults of the network, with the URL.</exception>
    internal async Task<FetchedBody?> FetchAsync(FetchRequest request, CancellationToken stop)
    {
        using var sink = new BodySink(request);
        var schedule = new RetrySchedule(_options.Retries);
        BaseUrl? origin = null;
        while (true)
        {
            FetchFault? worst = null;
            bool isMissed = false;
            foreach (BaseUrl mirror in request.Mirrors)
            {
                if (origin is not null && origin != mirror && sink.Length > 0)
                    sink.Reset();
                origin = mirror;
                long before = sink.Length;
                (FetchedBody? body, FetchFault? fault) = mirror.IsFile ? FromDisk(request, mirror) : await AskAsync(request, mirror, sink, stop).ConfigureAwait(false);
                if (body is not null)
                    return body;
                if (sink.Length - before >= ProgressToForget)
                    schedule.Reset();
                isMissed |= fault!.Exception.Fault == OstreeFault.RemoteFileNotFound;
                worst = worst is { IsTransient: true } ? worst : fault;
            }

            // A mirror that works answers for one that is down.
            if (isMissed && request.IsOptional)
                return null;
            if (schedule.Next(worst!) is not { } wait)
            {
                sink.Keep();
                Note(worst!.Exception);
                throw worst.Exception;
            }

            _observer.Note($"{worst!.Exception.Message} Trying again in {wait.TotalSeconds:0.0} s.");
            await Task.Delay(wait, stop).ConfigureAwait(false);
        }
    }

    // Upstream's OSTREE_HTTP_FAILURE_ID and its fields.
    private void Note(OstreeException failure)
    {
        if (_remote is null)
            return;
        _journal?.Send($"Pull from the remote '{_remote}': {failure.Message}", HttpFailure, ("PRIORITY", "3"), ("OSTREE_REMOTE", _remote), ("OSTREE_URL", failure.Subject ?? string.Empty));
    }

    /// <summary>Asks how long a file is; null when its server does not tell.</summary>
    /// <exception cref="OstreeException">One of the faults of the network, with the URL; also when there is no such file.</exception>
    internal async Task<long?> MeasureAsync(FetchRequest request, CancellationToken stop)
    {
        using FetchedBody? body = await FetchAsync(request with { IsMeasure = true }, stop).ConfigureAwait(false);
        return body!.Announced;
    }

    public void Dispose()
    {
        _watch.Dispose();
        _http.Dispose();
    }

    private static (FetchedBody? Body, FetchFault? Fault) FromDisk(FetchRequest request, BaseUrl mirror)
    {
        Uri uri = mirror.Of(request.Path);
        string path = uri.LocalPath;
        using DirectoryHandle? directory = DirectoryHandle.TryOpen(Path.GetDirectoryName(path)!, out _);
        if (directory?.TryStat(Path.GetFileName(path), out _) is not { } status)
            return (null, FetchFault.Lasting(OstreeFault.RemoteFileNotFound, uri, "there is no such file", "Check the URL of the remote."));
        if (status.Size > request.Limit)
            return (null, FetchFault.Lasting(OstreeFault.ResponseTooLarge, uri, $"it has {status.Size} bytes, and {request.Limit} are allowed", "Check the repository."));
        if (request.IsMeasure)
            return (new FetchedBody(null, null, 0) { Source = uri, Announced = status.Size }, null);
        byte[] bytes = directory.ReadSmallFile(Path.GetFileName(path), (int)Math.Min(request.Limit, int.MaxValue));
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, 1));
        bytes.CopyTo(rented, 0);
        return (new FetchedBody(rented, partial: null, bytes.Length) { Source = uri }, null);
    }

    private async Task<(FetchedBody? Body, FetchFault? Fault)> AskAsync(FetchRequest request, BaseUrl mirror, BodySink sink, CancellationToken stop)
    {
        Uri uri = mirror.Of(request.Path);
        using TransferWatch.Transfer transfer = _watch.Begin(stop);
        try
        {
            return await ReceiveAnewAsync(request, mirror, uri, sink, transfer).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (transfer.HasStalled && !stop.IsCancellationRequested)
        {
            return (null, FetchFault.Stalled(uri, _watch.Time));
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            // The handler's own limit on making a connection.
            return (null, FetchFault.Late(uri, e));
        }
        catch (OperationCanceledException)
        {
            sink.Keep();
            throw;
        }
        catch (Exception e) when (FetchFault.Of(e, uri) is { } fault)
        {
            return (null, fault);
        }
    }

    private async Task<(FetchedBody? Body, FetchFault? Fault)> ReceiveAnewAsync(FetchRequest request, BaseUrl mirror, Uri uri, BodySink sink, TransferWatch.Transfer transfer)
    {
        try
        {
            return await ReceiveAsync(request, mirror, uri, sink, transfer).ConfigureAwait(false);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.ResponseTooLarge && sink.WasResumed)
        {
            // The limit came from a beginning that an earlier pull kept, and that may be damaged.
            sink.Reset();
            return await ReceiveAsync(request, mirror, uri, sink, transfer).ConfigureAwait(false);
        }
    }

    private async Task<(FetchedBody? Body, FetchFault? Fault)> ReceiveAsync(FetchRequest request, BaseUrl mirror, Uri uri, BodySink sink, TransferWatch.Transfer transfer)
    {
        Interlocked.Increment(ref _requests);
        long start = sink.Length;
        using HttpResponseMessage response = await _exchange.SendAsync(request.IsMeasure ? HttpMethod.Head : HttpMethod.Get, uri, mirror.Authorization, message => Condition(message, request, start), transfer.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified && (request.KnownTag is not null || request.KnownTime is not null))
            return (new FetchedBody(null, null, 0) { Source = uri, IsNotModified = true }, null);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && start > 0)
        {
            // The part may be the whole.
            if (response.Content.Headers.ContentRange?.Length == start)
                return (sink.Finish(uri, response.Headers, contentHeaders: null), null);
            sink.Reset();
            return await ReceiveAsync(request, mirror, uri, sink, transfer).ConfigureAwait(false);
        }

        if (request.IsMeasure && response.StatusCode is (HttpStatusCode.OK or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented))
        {
            long? length = response.StatusCode == HttpStatusCode.OK ? response.Content.Headers.ContentLength : null;
            return (new FetchedBody(null, null, 0) { Source = uri, Announced = length }, null);
        }

        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            return (null, FetchFault.Of(response, uri));
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != start)
            return (null, FetchFault.Lasting(OstreeFault.InvalidResponse, uri, "it sends another part than the one that was asked for", "Check the server."));
        if (response.StatusCode == HttpStatusCode.OK && start > 0)
            sink.Reset();
        else if (start > 0)
            sink.Resume();
        await CopyAsync(response.Content, uri, sink, transfer).ConfigureAwait(false);
        return (sink.Finish(uri, response.Headers, response.Content.Headers), null);
    }

    private static void Condition(HttpRequestMessage message, FetchRequest request, long start)
    {
        if (start > 0)
            message.Headers.Range = new RangeHeaderValue(start, null);
        if (request.KnownTag is { } tag)
            message.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (request.KnownTime is { } time)
            message.Headers.IfModifiedSince = time;
    }

    private async Task CopyAsync(HttpContent content, Uri uri, BodySink sink, TransferWatch.Transfer transfer)
    {
        long? expected = content.Headers.ContentLength;
        using Stream stream = await content.ReadAsStreamAsync(transfer.Token).ConfigureAwait(false);
        while (true)
        {
            int count = await stream.ReadAsync(sink.Space(expected), transfer.Token).ConfigureAwait(false);
            if (count == 0)
                return;
            transfer.Count(count);
            Interlocked.Add(ref _bytes, count);
            sink.Advance(count, uri);
            ValueTask paid = _bandwidth.PayAsync(count, transfer.Token);
            if (paid.IsCompletedSuccessfully)
                continue;
            transfer.Pause();
            await paid.ConfigureAwait(false);
            transfer.Resume();
        }
    }
}
