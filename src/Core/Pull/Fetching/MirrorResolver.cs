using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Finds out where a repository is: from a URL, a list of mirrors, or a metalink.</summary>
internal sealed class MirrorResolver(Fetcher fetcher, IOperationObserver observer)
{
    private const string ListPrefix = "mirrorlist=";
    private const string ProbedFile = "config";
    private const string SummaryFile = "summary";
    private const int ListLimit = 1 << 20;
    private const int MirrorLimit = 256;
    private const int ConfigLimit = 16 << 20;

    /// <summary>The places of a URL, or of a list of mirrors.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidUrl"/>, or a fault of the network for a list of which no mirror works.</exception>
    internal async Task<IReadOnlyList<BaseUrl>> ResolveAsync(string url, CancellationToken stop)
    {
        if (!url.StartsWith(ListPrefix, StringComparison.Ordinal))
            return [BaseUrl.Parse(url)];
        BaseUrl list = BaseUrl.Parse(url[ListPrefix.Length..]);
        using FetchedBody body = await fetcher.FetchAsync(new FetchRequest([list], string.Empty, ListLimit), stop).ConfigureAwait(false)
            ?? throw NoMirrors(list, inner: null);
        return await ProbeAsync(list, Encoding.UTF8.GetString(body.Memory.Span), stop).ConfigureAwait(false);
    }

    /// <summary>The place that a metalink leads to, and the summary that is there.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedMetalink"/>, or a fault of the network.</exception>
    internal async Task<(IReadOnlyList<BaseUrl> Mirrors, byte[] Summary)> ResolveMetalinkAsync(string url, CancellationToken stop)
    {
        BaseUrl place = BaseUrl.Parse(url);
        using FetchedBody? body = await fetcher.FetchAsync(new FetchRequest([place], string.Empty, ListLimit), stop).ConfigureAwait(false);
        Metalink metalink = Metalink.Parse(body!.Memory, SummaryFile, url);
        OstreeException? last = null;
        foreach (BaseUrl target in metalink.Urls)
        {
            try
            {
                using FetchedBody? summary = await fetcher.FetchAsync(new FetchRequest([target], string.Empty, Math.Min(metalink.Size, MetadataLimits.MaxBytes)), stop).ConfigureAwait(false);
                if (metalink.Mismatch(summary!.Memory.Span) is not { } wrong)
                    return ([target.Parent()], summary.Memory.ToArray());
                last = Metalink.Malformed(url, $"'{target}' does not fit: {wrong}");
            }
            catch (OstreeException e)
            {
                last = e;
            }

            observer.Note($"{last.Message} The next address of the metalink is tried.");
        }

        throw last!.Fault == OstreeFault.MalformedMetalink ? last : Metalink.Malformed(url, $"none of its {metalink.Urls.Count} addresses works; the last said: {last.Message.TrimEnd('.')}", last);
    }

    private static OstreeException NoMirrors(BaseUrl list, Exception? inner) => new(
        OstreeFault.ConnectionFailed,
        $"None of the mirrors in '{list}' works{(inner is null ? string.Empty : $"; the last said: {inner.Message.TrimEnd('.')}")}.",
        list.ToString(),
        "Tell whoever publishes the list, or set another url of the remote.",
        inner);

    private async Task<IReadOnlyList<BaseUrl>> ProbeAsync(BaseUrl list, string text, CancellationToken stop)
    {
        var mirrors = new List<BaseUrl>();
        OstreeException? last = null;
        foreach (string line in text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#').Take(MirrorLimit))
        {
            if (!line.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            {
                observer.Note($"'{line}' in '{list}' is no web address, and passed over.");
                continue;
            }

            try
            {
                BaseUrl mirror = BaseUrl.Parse(line);
                if (mirrors.Count == 0)
                    (await fetcher.FetchAsync(new FetchRequest([mirror], ProbedFile, ConfigLimit), stop).ConfigureAwait(false))?.Dispose();
                mirrors.Add(mirror);
            }
            catch (OstreeException e)
            {
                last = e;
                observer.Note($"{e.Message} The next mirror is tried.");
            }
        }

        return mirrors.Count > 0 ? mirrors : throw NoMirrors(list, last);
    }
}
