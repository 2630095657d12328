using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Stores;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull.Remoting;

/// <summary>A remote that can be asked: its places are known, and its connections are open.</summary>
internal sealed class RemoteConnection : IDisposable
{
    private const int RefLimit = 1024;
    private readonly OstreeRepository _repository;
    private readonly byte[]? _linkedSummary;

    private RemoteConnection(OstreeRepository repository, Remote remote, Fetcher fetcher, IReadOnlyList<BaseUrl> places, IReadOnlyList<BaseUrl> contentPlaces, byte[]? linkedSummary)
    {
        _repository = repository;
        Remote = remote;
        Fetcher = fetcher;
        Places = places;
        ContentPlaces = contentPlaces;
        _linkedSummary = linkedSummary;
    }

    internal Remote Remote { get; }

    internal Fetcher Fetcher { get; }

    /// <summary>Where summary, refs and metadata are.</summary>
    internal IReadOnlyList<BaseUrl> Places { get; }

    /// <summary>Where content is.</summary>
    internal IReadOnlyList<BaseUrl> ContentPlaces { get; }

    /// <summary>The directory of a remote on this machine; null for one that is elsewhere.</summary>
    internal string? LocalPath => Places[0].IsFile ? Places[0].Uri.LocalPath : null;

    /// <summary>A summary that is taken in place of the remote's; null to fetch it.</summary>
    internal Summary? Given { get; set; }

    /// <summary>Finds out where a remote is.</summary>
    /// <param name="repository">The repository that asks.</param>
    /// <param name="remote">The remote.</param>
    /// <param name="access">How to fetch.</param>
    /// <param name="url">Another place than the configured one; null for that. A metalink goes before it.</param>
    /// <param name="observer">Hears of retries and mirrors.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/> for a remote without URL, <see cref="OstreeFault.NotSupported"/>
    /// for one that is not to be pulled from, or a fault of the network.</exception>
    internal static async Task<RemoteConnection> OpenAsync(OstreeRepository repository, Remote remote, FetchOptions access, string? url, IOperationObserver observer, CancellationToken stop)
    {
        RequireUsable(remote);
        FetchOptions options = Complete(access, repository, remote);
        var fetcher = new Fetcher(options, observer, Remote.IsUrl(remote.Name) ? null : remote.Name, SystemJournal.OfThisMachine);
        try
        {
            var resolver = new MirrorResolver(fetcher, observer);
            IReadOnlyList<BaseUrl> places;
            byte[]? summary = null;
            if (remote.Metalink is { } metalink)
                (places, summary) = await resolver.ResolveMetalinkAsync(metalink, stop).ConfigureAwait(false);
            else
                places = await resolver.ResolveAsync(url ?? remote.Url ?? throw WithoutUrl(remote), stop).ConfigureAwait(false);
            string? contentUrl = remote.Metalink is null && url is not null ? null : remote.ContentUrl;
            IReadOnlyList<BaseUrl> contentPlaces = contentUrl is null ? places : await resolver.ResolveAsync(contentUrl, stop).ConfigureAwait(false);
            return new RemoteConnection(repository, remote, fetcher, places, contentPlaces, summary);
        }
        catch
        {
            fetcher.Dispose();
            throw;
        }
    }

    /// <summary>Fetches a file of metadata.</summary>
    /// <returns>Its bytes; null when it is not there.</returns>
    internal async Task<byte[]?> TryReadAsync(string path, long limit, CancellationToken stop)
    {
        using FetchedBody? body = await Fetcher.FetchAsync(new FetchRequest(Places, path, limit) { IsOptional = true }, stop).ConfigureAwait(false);
        return body?.Memory.ToArray();
    }

    /// <summary>Asks for the commit of a ref by its own file, for a remote without a summary; null when it has no such ref.</summary>
    internal async Task<Objects.Checksum?> TryReadRefAsync(string name, CancellationToken stop)
    {
        if (await TryReadAsync($"refs/heads/{name}", RefLimit, stop).ConfigureAwait(false) is not { } bytes)
            return null;
        string text = System.Text.Encoding.UTF8.GetString(bytes).TrimEnd();
        return Objects.Checksum.TryParse(text, out Objects.Checksum commit) ? commit : throw new OstreeException(
            OstreeFault.InvalidResponse,
            $"'{Places[0].Of($"refs/heads/{name}")}' holds no checksum.",
            name,
            "Check that the URL of the remote leads to a repository.");
    }

    /// <summary>Fetches the summary, or finds that the known one is still good.</summary>
    /// <param name="cacheDirectory">Where copies are kept; null for the repository's own cache.</param>
    /// <param name="check">Checks the signatures; null when none are asked for.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The summary; null when the remote has none, which <paramref name="check"/> has accepted.</returns>
    internal async Task<RemoteSummary?> TryReadSummaryAsync(string? cacheDirectory, SummaryCheck? check, CancellationToken stop)
    {
        if (Given is not null)
        {
            byte[]? beside = Given.Signatures?.ToArray();
            check?.Invoke(Given.Bytes, beside);
            return new RemoteSummary(Given, beside, IsUnchanged: false);
        }

        using SummaryCache cache = SummaryCache.Open(_repository, LocalPath is null ? cacheDirectory : null, LocalPath is null && _linkedSummary is null ? Remote.Name : "/");
        CachedFile? known = cache.Signatures;
        CachedFile? signatures = await AskAsync(SummaryFile.SignatureName, known, stop).ConfigureAwait(false);
        bool isKnown = signatures is not null && known is not null && signatures.Bytes.AsSpan().SequenceEqual(known.Bytes);
        if (isKnown && cache.Summary is { } kept)
        {
            if (TryUse(check, kept.Bytes, signatures!.Bytes) is { } usable)
                return usable;
            if (DemandedFault.Is(DemandedFault.InvalidCache))
                throw DemandedFault.Of(DemandedFault.InvalidCache, $"the kept summary of the remote '{Remote.Name}' is not valid.", Remote.Name);
        }

        if (isKnown)
            cache.Drop();
        CachedFile? summary = _linkedSummary is not null
            ? new CachedFile(_linkedSummary, Tag: null, Modified: null)
            : await AskAsync(SummaryFile.Name, known: null, stop).ConfigureAwait(false);
        if (summary is null)
        {
            check?.Invoke(default, signatures?.Bytes);
            return null;
        }

        check?.Invoke(summary.Bytes, signatures?.Bytes);
        RemoteSummary read = Make(summary.Bytes, signatures?.Bytes, isUnchanged: false);
        if (signatures is not null)
            cache.Keep(summary, signatures);
        return read;
    }

    public void Dispose() => Fetcher.Dispose();

    private RemoteSummary? TryUse(SummaryCheck? check, byte[] summary, byte[] signatures)
    {
        try
        {
            check?.Invoke(summary, signatures);
            return Make(summary, signatures, isUnchanged: true);
        }
        catch (OstreeException)
        {
            // The copy may be damaged: the one of the remote is what counts, and is checked as well.
            return null;
        }
    }

    private static void RequireUsable(Remote remote)
    {
        if (remote.UnconfiguredState is { Length: > 0 } state)
            throw new OstreeException(OstreeFault.RemoteUnconfigured, $"The remote '{remote.Name}' cannot be used yet: {state.TrimEnd('.')}.", remote.Name, "Do what the message says; then remove unconfigured-state of the remote.");
        if (remote.CustomBackend is { Length: > 0 } backend)
            throw new OstreeException(OstreeFault.NotSupported, $"The remote '{remote.Name}' is served by another program, '{backend}'.", remote.Name, "Fetch with that program.");
    }

    private static FetchOptions Complete(FetchOptions access, OstreeRepository repository, Remote remote)
    {
        FetchOptions configured = FetchOptions.Of(remote);
        return access with
        {
            Proxy = access.Proxy ?? configured.Proxy,
            TlsPermissive = configured.TlsPermissive,
            TlsCaPath = configured.TlsCaPath,
            TlsClientCertificatePath = configured.TlsClientCertificatePath,
            TlsClientKeyPath = configured.TlsClientKeyPath,
            Http2 = access.Http2 && configured.Http2,
            Cookies = Remote.IsUrl(remote.Name) ? [] : new CookieJar(repository, remote.Name).List(),
        };
    }

    private static OstreeException WithoutUrl(Remote remote)
        => new(OstreeFault.InvalidConfig, $"The remote '{remote.Name}' has no URL.", remote.Name, "Give it one with Set-OstreeRemote -Url.");

    private async Task<CachedFile?> AskAsync(string path, CachedFile? known, CancellationToken stop)
    {
        var request = new FetchRequest(Places, path, MetadataLimits.MaxBytes) { IsOptional = true, KnownTag = known?.Tag, KnownTime = known?.Modified };
        using FetchedBody? body = await Fetcher.FetchAsync(request, stop).ConfigureAwait(false);
        return body switch
        {
            null => null,
            { IsNotModified: true } => known,
            _ => new CachedFile(body.Memory.ToArray(), body.Tag, body.Modified),
        };
    }

    private RemoteSummary Make(byte[] summary, byte[]? signatures, bool isUnchanged)
        => new(Summary.Parse(summary, $"of '{Places[0]}'", Remote.Name, _repository.Path, signatures is null ? null : signatures.AsMemory()), signatures, isUnchanged);
}
